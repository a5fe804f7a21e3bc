package io.orderloom.sandbox.faults;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One ordered misfortune.
 *
 * @param channel whose call; null for any
 * @param reference a number that the call must carry in address or body; null for any
 * @param effect whether the gateway books what was asked before it fails to say so
 * @param times how many calls are still to fail
 */
public record Fault(
        @Nullable String channel,
        Operation operation,
        @Nullable String reference,
        boolean effect,
        Answer answer,
        int times) {

    /** What is being called. */
    public enum Operation {
        PREPAY,
        QUERY,
        CLOSE,
        REFUND,
        QUERY_REFUND,
        BILL,
        /** The list of the gateway's own certificates. */
        CERTIFICATES,
        /** Not a call of the merchant's but one of the gateway to the merchant. */
        NOTIFY,
        TRACK,
        SHIPPING_INFO,
        MESSAGE
    }

    /** What the caller gets instead of the answer. */
    public enum Answer {
        TIMEOUT,
        HTTP_500,
        HTTP_502,
        SYSTEM_ERROR,
        NOT_ENOUGH,
        RESET,
        HALF_BODY,
        BAD_SIGNATURE,
        RATE_LIMITED,
        /** Not a failure: the thing stays undecided. */
        PROCESSING,
        /** Not a failure: the refund cannot reach the payer. */
        ABNORMAL
    }

    private static final Set<Answer> NEVER_OF_A_NOTIFICATION =
            EnumSet.of(Answer.SYSTEM_ERROR, Answer.NOT_ENOUGH, Answer.RATE_LIMITED, Answer.PROCESSING, Answer.ABNORMAL);
    private static final Set<Operation> PAYS_OUT = EnumSet.of(Operation.REFUND);
    private static final Set<Operation> STAYS_UNDECIDED =
            EnumSet.of(Operation.QUERY, Operation.CLOSE, Operation.REFUND, Operation.QUERY_REFUND);
    private static final Set<Operation> ENDS_BADLY =
            EnumSet.of(Operation.QUERY, Operation.REFUND, Operation.QUERY_REFUND);

    /** What has nothing to do with payments; any answer is imaginable there. */
    private static final Set<Operation> OTHERS =
            EnumSet.of(Operation.TRACK, Operation.SHIPPING_INFO, Operation.MESSAGE);

    /** Why no gateway could ever answer this operation so; empty when one could. */
    public Optional<String> objection() {
        if (OTHERS.contains(operation)) {
            return Optional.empty();
        }
        if (operation == Operation.NOTIFY && NEVER_OF_A_NOTIFICATION.contains(answer)) {
            return Optional.of("A notification is lost, left without an answer or broken; it never says " + answer);
        }
        if (answer == Answer.NOT_ENOUGH && !PAYS_OUT.contains(operation)) {
            return Optional.of("Only a refund takes the merchant's money and can find too little of it");
        }
        if (answer == Answer.PROCESSING && !STAYS_UNDECIDED.contains(operation)) {
            return Optional.of("Only a payment or a refund can be undecided");
        }
        if (answer == Answer.ABNORMAL && !ENDS_BADLY.contains(operation)) {
            return Optional.of("Only a payment or a refund can fail at the payer's bank");
        }
        if (answer == Answer.ABNORMAL && operation == Operation.QUERY && "ALIPAY".equals(channel)) {
            return Optional.of("Alipay knows no failed payments, only unpaid and closed ones");
        }
        return Optional.empty();
    }

    boolean matches(String calledChannel, Operation called, String text) {
        return (channel == null || channel.equals(calledChannel))
                && operation == called
                && (reference == null || text.contains(reference));
    }

    Fault onceLess() {
        return new Fault(channel, operation, reference, effect, answer, times - 1);
    }
}
