package io.orderloom.sandbox.faults;

import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;

/** A gateway's answer to a call, for a given fate of what it asks. */
@FunctionalInterface
public interface GatewayCall {

    HttpAnswer answer(HttpCall call, Fate fate);

    /** What a tester ordered to become of the thing that is asked. */
    enum Fate {
        NORMAL,
        UNDECIDED,
        ABNORMAL
    }
}
