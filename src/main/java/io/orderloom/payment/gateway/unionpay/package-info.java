/**
 * UnionPay (ACP 5.1.0) behind the payment ports, by the JDK's cryptography and a plain HTTP client: no
 * library of it is kept. Whatever goes wrong ends here, as an outcome.
 */
@NullMarked
package io.orderloom.payment.gateway.unionpay;

import org.jspecify.annotations.NullMarked;
