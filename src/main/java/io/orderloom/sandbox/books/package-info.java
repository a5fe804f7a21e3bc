/**
 * What the gateways believe: payments and refunds in one vocabulary for all channels,
 * kept in an append-only journal that is read again at start.
 */
@NullMarked
package io.orderloom.sandbox.books;

import org.jspecify.annotations.NullMarked;
