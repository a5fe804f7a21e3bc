package io.orderloom.payment.flow;

import io.orderloom.engine.BuildingBlock;
import io.orderloom.payment.Payment;
import io.orderloom.payment.Payments;
import io.orderloom.shared.OrderNo;
import java.util.List;
import org.springframework.stereotype.Component;

/** For models: the payments of an order that somebody might still pay. */
@BuildingBlock
@Component
public class OpenPayments {

    private final Payments payments;

    OpenPayments(Payments payments) {
        this.payments = payments;
    }

    /** Their numbers, for a call activity to run once for each. */
    public List<String> of(String orderNo) {
        return payments.of(new OrderNo(orderNo)).stream()
                .filter(payment -> payment.status().isOpen())
                .map(Payment::paymentNo)
                .map(Object::toString)
                .toList();
    }
}
