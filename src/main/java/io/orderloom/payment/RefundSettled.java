package io.orderloom.payment;

import io.orderloom.engine.ProcessSignal;
import io.orderloom.engine.ProcessSignals;
import org.springframework.stereotype.Component;

/** Tells the refund process that there is news, in the running transaction under the order's lock. */
@Component
class RefundSettled {

    private static final String MESSAGE = "Msg_RefundSettled";

    private final ProcessSignals signals;

    RefundSettled(ProcessSignals signals) {
        this.signals = signals;
    }

    /** The process looks at the books itself before it waits, so nobody needs to be told later. */
    void tell(Refund refund) {
        if (refund.processInstanceId() != null) {
            signals.tellWhoWaits(new ProcessSignal(refund.orderNo(), MESSAGE, refund.processInstanceId()));
        }
    }
}
