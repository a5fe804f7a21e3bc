/** What the payment models call: asking a gateway, closing a payment, naming what is still open. */
@NullMarked
package io.orderloom.payment.flow;

import org.jspecify.annotations.NullMarked;
