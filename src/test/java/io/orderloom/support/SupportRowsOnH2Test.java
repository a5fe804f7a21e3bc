package io.orderloom.support;

import io.orderloom.testing.SlimContext;
import org.junit.jupiter.api.AfterAll;

/** The tables of customer service as the demo keeps them. */
class SupportRowsOnH2Test extends SupportRowsRules {

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
