package io.orderloom.order.flow;

import io.orderloom.engine.BuildingBlock;
import io.orderloom.order.ClaimRefund;
import io.orderloom.order.CloseOrder;
import io.orderloom.order.Orders;
import io.orderloom.shared.OrderNo;
import org.springframework.stereotype.Component;

/** For models: where the order stands, asked from our own tables. */
@BuildingBlock
@Component("orderStatus")
public class OrderStatusQuestion {

    private final Orders orders;
    private final CloseOrder closeOrder;
    private final ClaimRefund claimRefund;

    OrderStatusQuestion(Orders orders, CloseOrder closeOrder, ClaimRefund claimRefund) {
        this.orders = orders;
        this.closeOrder = closeOrder;
        this.claimRefund = claimRefund;
    }

    /** Whether a request for money back, a return or an exchange is open. */
    public boolean afterSaleOpen(String orderNo) {
        return claimRefund.anyOpen(new OrderNo(orderNo));
    }

    /** Whether everything was refunded, so that nothing is left of the order. */
    public boolean refunded(String orderNo) {
        return closeOrder.isRefunded(new OrderNo(orderNo));
    }

    /** Whether the money is in. */
    public boolean paid(String orderNo) {
        return orders.isPaid(new OrderNo(orderNo));
    }
}
