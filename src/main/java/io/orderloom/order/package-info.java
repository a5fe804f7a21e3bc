/**
 * Orders: placing, cancelling, receiving, and what everyone may ask about them. Owns the row whose lock
 * is the order's lock, and joins prices, stock, coupons, payments and parcels to one story.
 */
@NullMarked
package io.orderloom.order;

import org.jspecify.annotations.NullMarked;
