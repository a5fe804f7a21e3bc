package io.orderloom.sandbox.wire;

/** Answers one kind of request. */
@FunctionalInterface
public interface Handler {

    /** @throws Refused to leave with an answer from anywhere below */
    HttpAnswer handle(HttpCall call);
}
