package io.orderloom.support;

import io.orderloom.testing.SlimContext;
import org.junit.jupiter.api.AfterAll;

/** The tables of customer service as production keeps them. */
class SupportRowsOnMariaDbTest extends SupportRowsRules {

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
