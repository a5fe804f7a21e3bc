package io.orderloom.rules.planted.sandbox;

import io.orderloom.rules.planted.order.web.OrderPage;
import org.springframework.core.Ordered;

/** Knows Spring and the service; its package says nothing about nulls. */
public class SpringyGateway implements Ordered {

    @Override
    public int getOrder() {
        return 0;
    }

    OrderPage page = new OrderPage();
}
