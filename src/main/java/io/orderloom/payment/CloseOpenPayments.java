package io.orderloom.payment;

import io.orderloom.engine.PlannedStarts;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Has open payments closed that nobody wants any more. Each is closed by the model that closes them when the payment
 * window elapses; money that comes all the same goes back.
 */
@Service
public class CloseOpenPayments {

    private static final String CLOSING_PROCESS = "PaymentTimeoutProcess";
    private static final String PAYMENT_NO = "paymentNo";

    private final PaymentRepository payments;
    private final PlannedStarts starts;

    CloseOpenPayments(PaymentRepository payments, PlannedStarts starts) {
        this.payments = payments;
        this.starts = starts;
    }

    /**
     * Plans it in the running transaction under the order's lock, for right after its commit.
     *
     * @param topUpOf the exchange that they are paid on top for; null for the order's own money
     */
    public void close(OrderNo orderNo, @Nullable AfterSalesNo topUpOf) {
        for (PaymentNo open : payments.open(orderNo, topUpOf)) {
            starts.plan(new PlannedStarts.Plan(CLOSING_PROCESS, orderNo, PAYMENT_NO, open.value()));
        }
    }
}
