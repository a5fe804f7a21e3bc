/**
 * What the gateways list for a day: the same books for every channel, with differences that a tester planted.
 * Each gateway writes them down in a format of its own.
 */
@NullMarked
package io.orderloom.sandbox.bills;

import org.jspecify.annotations.NullMarked;
