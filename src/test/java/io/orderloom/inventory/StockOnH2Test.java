package io.orderloom.inventory;

import io.orderloom.testing.SlimContext;
import org.junit.jupiter.api.AfterAll;

class StockOnH2Test extends StockRules {

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
