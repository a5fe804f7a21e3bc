package io.orderloom.payment;

import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.OrderNo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Leads each payment to what it is for: its order, or an exchange in it. */
@Component
class Payables {

    private final PayableOrders orders;
    private final PayableTopUps topUps;

    Payables(PayableOrders orders, PayableTopUps topUps) {
        this.orders = orders;
        this.topUps = topUps;
    }

    /** Locks the order until the running transaction ends. */
    Optional<Payable> lock(OrderNo orderNo, @Nullable AfterSalesNo topUpOf) {
        return topUpOf == null ? orders.lock(orderNo) : topUps.lock(topUpOf);
    }

    void paid(Payment payment) {
        if (payment.topUpOf() == null) {
            orders.paid(payment.orderNo(), payment);
        } else {
            topUps.paid(payment.topUpOf(), payment);
        }
    }

    void hold(OrderNo orderNo, String reason, String explanation) {
        orders.hold(orderNo, reason, explanation);
    }
}
