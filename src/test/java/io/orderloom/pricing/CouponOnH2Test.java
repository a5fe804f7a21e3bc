package io.orderloom.pricing;

import io.orderloom.catalog.Catalog;
import io.orderloom.testing.SlimContext;
import org.junit.jupiter.api.AfterAll;

class CouponOnH2Test extends CouponRules {

    private static final SlimContext CONTEXT = SlimContext.ofRoomsOnH2(QuoteBasket.class, Catalog.class);

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    @Override
    SlimContext context() {
        return CONTEXT;
    }
}
