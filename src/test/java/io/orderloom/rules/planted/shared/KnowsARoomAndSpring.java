package io.orderloom.rules.planted.shared;

import io.orderloom.rules.planted.catalog.ProductManager;
import org.springframework.core.Ordered;

public class KnowsARoomAndSpring implements Ordered {

    @Override
    public int getOrder() {
        return 0;
    }

    ProductManager manager() {
        return new ProductManager();
    }
}
