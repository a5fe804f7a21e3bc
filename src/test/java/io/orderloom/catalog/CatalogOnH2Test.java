package io.orderloom.catalog;

import io.orderloom.testing.SlimContext;
import org.junit.jupiter.api.AfterAll;

class CatalogOnH2Test extends CatalogRules {

    private static final SlimContext CONTEXT = SlimContext.ofRoomsOnH2(Catalog.class);

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    @Override
    SlimContext context() {
        return CONTEXT;
    }
}
