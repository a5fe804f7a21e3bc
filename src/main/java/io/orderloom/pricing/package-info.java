/**
 * What an order costs: unit prices, coupons split over the lines to the fen, freight. Computes without
 * side effects; coupons are locked, used and returned under the order that holds them.
 */
@NullMarked
package io.orderloom.pricing;

import org.jspecify.annotations.NullMarked;
