package io.orderloom.pricing;

import io.orderloom.catalog.Catalog;
import io.orderloom.testing.SlimContext;
import org.junit.jupiter.api.AfterAll;

class CouponOnMariaDbTest extends CouponRules {

    private static final SlimContext CONTEXT = SlimContext.ofRoomsOnMariaDb(QuoteBasket.class, Catalog.class);

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    @Override
    SlimContext context() {
        return CONTEXT;
    }
}
