package io.orderloom.shared;

/**
 * What came of a remote call. A time-out, a 5xx, a cut body or an answer with a bad signature is
 * {@link Unknown}: it may have happened, so ask before anything else.
 *
 * @param <T> what a success carries
 */
public sealed interface Outcome<T> {

    /** It happened. */
    record Succeeded<T>(T value) implements Outcome<T> {}

    /** It was accepted and is not done yet. */
    record Pending<T>(String reason) implements Outcome<T> {}

    /** The gateway refused it for good; {@code code} is the gateway's own. */
    record Declined<T>(String code, String reason) implements Outcome<T> {}

    /** It surely did not happen, for instance because no connection was made; it may be tried again. */
    record NotExecuted<T>(String reason) implements Outcome<T> {}

    /** It may have happened. */
    record Unknown<T>(String reason) implements Outcome<T> {}

    /** Why it is not known to have happened, for people; a code or a short sentence, never personal data. */
    default String reasonOfFailure() {
        if (this instanceof Unknown<T> unknown) {
            return unknown.reason();
        }
        if (this instanceof NotExecuted<T> notExecuted) {
            return notExecuted.reason();
        }
        if (this instanceof Declined<T> declined) {
            return declined.code();
        }
        return this instanceof Pending<T> pending ? pending.reason() : "";
    }
}
