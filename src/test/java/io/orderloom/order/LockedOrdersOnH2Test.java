package io.orderloom.order;

import io.orderloom.testing.SlimContext;
import org.junit.jupiter.api.AfterAll;

class LockedOrdersOnH2Test extends LockedOrdersRules {

    private static final SlimContext CONTEXT = SlimContext.onH2(BEANS);

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    @Override
    SlimContext context() {
        return CONTEXT;
    }
}
