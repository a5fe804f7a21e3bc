package io.orderloom.order;

import io.orderloom.shared.OrderLock;
import io.orderloom.shared.OrderNo;
import org.springframework.stereotype.Component;

/** The order's lock is the lock on its row. */
@Component
class OrderRowLock implements OrderLock {

    private final OrderRepository orders;

    OrderRowLock(OrderRepository orders) {
        this.orders = orders;
    }

    @Override
    public boolean lock(OrderNo orderNo) {
        return orders.lock(orderNo).isPresent();
    }

    @Override
    public void tellingPutOff(OrderNo orderNo) {
        orders.tellingPutOff(orderNo);
    }

    @Override
    public boolean mayHavePutOff(OrderNo orderNo) {
        return LockedOrders.find(orderNo).map(LockedOrders.Known::mayHavePutOff).orElse(true);
    }
}
