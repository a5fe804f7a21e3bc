package io.orderloom.payment;

import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.RefundNo;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;

/** A person has paid a refund that its gateway refused for good, by bank transfer say, and proves it. */
@Service
public class SettleRefundAnotherWay {

    /** A bank's number; never a sentence, which might name people. */
    private static final Pattern PROOF = Pattern.compile("[0-9A-Za-z][0-9A-Za-z ./_-]{3,63}");

    private final RefundRepository refunds;
    private final RefundBooks books;
    private final DecisionLog decisions;

    SettleRefundAnotherWay(RefundRepository refunds, RefundBooks books, DecisionLog decisions) {
        this.refunds = refunds;
        this.books = books;
        this.decisions = decisions;
    }

    /**
     * Books it, in the running transaction. If the gateway has paid it meanwhile, the order is held, as the payer
     * then has the money twice.
     *
     * @param proof the number by which the payment is found at the bank, 4 to 64 letters and digits
     * @param by who paid, as the audit names people
     * @throws NotFound when there is no such refund
     * @throws InvalidRequest when the proof is none
     */
    public void settle(RefundNo refundNo, String proof, String by) {
        Refund refund = refunds.find(refundNo).orElseThrow(NotFound::new);
        if (!PROOF.matcher(proof).matches()) {
            throw new InvalidRequest(
                    "/proof", "PROOF_MISSING", "The number of the payment at the bank: 4 to 64 letters and digits.");
        }
        decisions.add(by, "REFUND_PAID_ANOTHER_WAY", refundNo.value(), proof);
        books.paidAnotherWay(refund, by);
    }
}
