/**
 * What falls due in business time: repeats of notifications, refunds that settle, pushes of carriers.
 * Runs by itself in real time and on demand when somebody moves the clock.
 */
@NullMarked
package io.orderloom.sandbox.schedule;

import org.jspecify.annotations.NullMarked;
