package io.orderloom.payment;

import io.orderloom.engine.PlannedStarts;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import org.springframework.stereotype.Service;

/**
 * Has the open payments of an exchange's top-up closed that nobody wants any more. Each is closed by the model that
 * closes unpaid orders' payments; money that comes all the same goes back.
 */
@Service
public class CloseTopUps {

    private static final String CLOSING_PROCESS = "PaymentTimeoutProcess";
    private static final String PAYMENT_NO = "paymentNo";

    private final PaymentRepository payments;
    private final PlannedStarts starts;

    CloseTopUps(PaymentRepository payments, PlannedStarts starts) {
        this.payments = payments;
        this.starts = starts;
    }

    /** Plans it in the running transaction under the order's lock, for right after its commit. */
    public void close(OrderNo orderNo, AfterSalesNo topUpOf) {
        for (PaymentNo open : payments.open(orderNo, topUpOf)) {
            starts.plan(new PlannedStarts.Plan(CLOSING_PROCESS, orderNo, PAYMENT_NO, open.value()));
        }
    }
}
