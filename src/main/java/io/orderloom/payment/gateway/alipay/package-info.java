/**
 * Alipay (classic gateway, RSA2) behind the payment ports. The only room that knows its SDK: every exception
 * of it ends here, as an outcome.
 */
@NullMarked
package io.orderloom.payment.gateway.alipay;

import org.jspecify.annotations.NullMarked;
