package io.orderloom.support;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A shopper's complaint about an order. What was said stands in its conversation.
 *
 * @param decidedBy who decided, as events name people; null while it is open
 * @param processInstanceId the process that looks after it
 */
public record Complaint(
        ComplaintNo complaintNo,
        ConversationId conversationId,
        OrderNo orderNo,
        ShopperId shopper,
        Status status,
        Instant raisedAt,
        @Nullable Instant decidedAt,
        @Nullable String decidedBy,
        @Nullable String processInstanceId) {

    /** Where it stands. */
    public enum Status {
        /** Before customer service. */
        RAISED,
        /** Before customer service and operations, since nobody decided in time. */
        ESCALATED,
        /** Justified. */
        UPHELD,
        /** Not justified. */
        REJECTED;

        /** Whether somebody still has to decide. */
        public boolean isOpen() {
            return this == RAISED || this == ESCALATED;
        }
    }

    /** What staff decides, by the names of the API and of the form. */
    public enum Outcome {
        UPHELD(Status.UPHELD),
        REJECTED(Status.REJECTED);

        private final Status status;

        Outcome(Status status) {
            this.status = status;
        }

        Status status() {
            return status;
        }
    }
}
