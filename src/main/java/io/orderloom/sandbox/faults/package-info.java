/**
 * The faults a tester orders: which call of which channel fails next, in which way,
 * and whether the gateway books it before it fails.
 */
@NullMarked
package io.orderloom.sandbox.faults;

import org.jspecify.annotations.NullMarked;
