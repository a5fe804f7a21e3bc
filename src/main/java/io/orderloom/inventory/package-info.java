/**
 * What lies on the shelves and what of it orders hold. Never sells a unit twice: stock moves only by
 * conditional updates, in SKU order, inside the caller's transaction.
 */
@NullMarked
package io.orderloom.inventory;

import org.jspecify.annotations.NullMarked;
