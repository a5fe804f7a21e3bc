/**
 * The words every room shares: money, business numbers, identifiers, problems, the two clocks and
 * the order's lock. Imports nothing but the JDK.
 */
@NullMarked
package io.orderloom.shared;

import org.jspecify.annotations.NullMarked;
