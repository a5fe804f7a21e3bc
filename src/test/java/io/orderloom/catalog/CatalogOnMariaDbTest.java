package io.orderloom.catalog;

import io.orderloom.testing.SlimContext;
import org.junit.jupiter.api.AfterAll;

class CatalogOnMariaDbTest extends CatalogRules {

    private static final SlimContext CONTEXT = SlimContext.ofRoomsOnMariaDb(Catalog.class);

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    @Override
    SlimContext context() {
        return CONTEXT;
    }
}
