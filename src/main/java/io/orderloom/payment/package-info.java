/**
 * Payments of orders: opening them at a gateway, learning what became of them, closing them for certain.
 * Gateways stand behind one port; who owns the order is told through a port too.
 */
@NullMarked
package io.orderloom.payment;

import org.jspecify.annotations.NullMarked;
