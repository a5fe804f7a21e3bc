package io.orderloom.sandbox.faults;

import io.orderloom.sandbox.wire.HttpAnswer;

/** How one gateway words its troubles. */
public interface Dialect {

    /** "We do not know ourselves", final for nothing. */
    HttpAnswer systemError();

    /** The merchant's balance does not suffice. */
    HttpAnswer notEnough();

    HttpAnswer rateLimited();

    /** An answer whose proof of origin is wrong. */
    HttpAnswer badlySigned(HttpAnswer answer);
}
