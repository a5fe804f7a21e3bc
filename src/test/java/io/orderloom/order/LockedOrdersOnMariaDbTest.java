package io.orderloom.order;

import io.orderloom.testing.SlimContext;
import org.junit.jupiter.api.AfterAll;

class LockedOrdersOnMariaDbTest extends LockedOrdersRules {

    private static final SlimContext CONTEXT = SlimContext.onMariaDb(BEANS);

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    @Override
    SlimContext context() {
        return CONTEXT;
    }
}
