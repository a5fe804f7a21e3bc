/** Payments over HTTP: opened by shoppers, notified by gateways. */
@NullMarked
package io.orderloom.payment.web;

import org.jspecify.annotations.NullMarked;
