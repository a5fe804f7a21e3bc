package io.orderloom.payment.flow;

import io.orderloom.engine.BuildingBlock;
import io.orderloom.payment.Payment;
import io.orderloom.payment.Payments;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.OrderNo;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** For models: the payments of an order that somebody might still pay. */
@BuildingBlock
@Component
public class OpenPayments {

    private final Payments payments;

    OpenPayments(Payments payments) {
        this.payments = payments;
    }

    /** The numbers of those of the order's own money, for a call activity to run once for each. */
    public List<String> of(String orderNo) {
        return open(orderNo, null);
    }

    /** The numbers of those of the top-up of an exchange in the order, as above. */
    public List<String> ofTopUp(String orderNo, String afterSalesNo) {
        return open(orderNo, new AfterSalesNo(afterSalesNo));
    }

    private List<String> open(String orderNo, @Nullable AfterSalesNo topUpOf) {
        return payments.of(new OrderNo(orderNo)).stream()
                .filter(payment -> Objects.equals(payment.topUpOf(), topUpOf))
                .filter(payment -> payment.status().isOpen())
                .map(Payment::paymentNo)
                .map(Object::toString)
                .toList();
    }
}
