package io.orderloom.web;

import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;

/**
 * Answers a repeated request as the first time, with {@code Idempotent-Replayed: true}, and does its
 * effect once. Another body under the same key is 422 {@code IDEMPOTENCY_KEY_REUSED}; a twin that is
 * still in flight after five seconds is 409 {@code REQUEST_IN_FLIGHT}. Answers are kept for a week.
 */
public interface IdempotentRequests {

    /** The header that marks an answer given before. */
    String REPLAYED = "Idempotent-Replayed";

    /**
     * For an effect that is one commit: key, effect and answer are committed together. A thrown
     * {@link io.orderloom.shared.Problem} rolls all of it back, so the next try is evaluated afresh; to commit
     * a refusal together with a fact, return {@link ProblemAnswers#of} instead.
     *
     * <p>The unit runs through {@link io.orderloom.engine.Transactions}, perhaps more than once, so it must do
     * nothing but database work.
     */
    ResponseEntity<?> once(IdempotencyKey key, Supplier<? extends ResponseEntity<?>> unit);

    /**
     * For a call to the outside between two commits.
     *
     * @param intent runs in the first transaction and returns the number (at most 32 characters) under which
     *     the outside is called; committed before the call
     * @param effect runs outside any transaction, takes that number, and commits its result together with
     *     {@link Completion#complete}. It is given the same number again when an earlier try died or ended in
     *     an exception, so it asks the outside first
     */
    ResponseEntity<?> resumable(
            IdempotencyKey key,
            Supplier<String> intent,
            BiFunction<String, Completion, ? extends ResponseEntity<?>> effect);

    /** Stores the answer of a resumable request. */
    interface Completion {

        /**
         * Stores the answer in the running transaction, so that it commits with the result. An effect that
         * returns without having called it gets its answer stored right after.
         *
         * @throws io.orderloom.shared.Problem 409 when this try took so long that another one took over; the
         *     transaction has to roll back
         */
        void complete(ResponseEntity<?> answer);
    }
}
