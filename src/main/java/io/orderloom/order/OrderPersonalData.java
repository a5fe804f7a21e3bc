package io.orderloom.order;

import io.orderloom.payment.Payments;
import io.orderloom.shared.HoldsPersonalData;
import io.orderloom.shared.ShopperId;
import org.springframework.stereotype.Component;

/** Forgets where a shopper's goods went and who paid for them; what was sold for how much stays. */
@Component
class OrderPersonalData implements HoldsPersonalData {

    private final OrderRepository orders;
    private final OrderSearch search;
    private final Payments payments;

    OrderPersonalData(OrderRepository orders, OrderSearch search, Payments payments) {
        this.orders = orders;
        this.search = search;
        this.payments = payments;
    }

    /** @throws OrdersUnderWay while an order still needs its address */
    @Override
    public void erase(ShopperId shopper) {
        if (search.anyUnderWay(shopper)) {
            throw new OrdersUnderWay();
        }
        orders.forgetDelivery(shopper);
        payments.forgetPayers(search.numbersOf(shopper));
    }
}
