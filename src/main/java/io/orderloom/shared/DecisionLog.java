package io.orderloom.shared;

import org.jspecify.annotations.Nullable;

/** Where staff's decisions are written down, with who decided and why. */
public interface DecisionLog {

    /**
     * Writes in the running transaction.
     *
     * @param actor who decided
     * @param action what, in capitals: {@code REFUND}
     * @param subject about what: a number of ours
     * @param note why, in the decider's words
     */
    void add(String actor, String action, String subject, @Nullable String note);
}
