package io.orderloom.order.flow;

import io.orderloom.engine.BuildingBlock;
import io.orderloom.order.Orders;
import io.orderloom.shared.OrderNo;
import org.springframework.stereotype.Component;

/** For models: where the order stands, asked from our own tables. */
@BuildingBlock
@Component("orderStatus")
public class OrderStatusQuestion {

    private final Orders orders;

    OrderStatusQuestion(Orders orders) {
        this.orders = orders;
    }

    /** Whether the money is in. */
    public boolean paid(String orderNo) {
        return orders.isPaid(new OrderNo(orderNo));
    }
}
