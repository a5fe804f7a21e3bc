/**
 * WeChat Pay APIv3 as a merchant meets it: signed calls, signed answers, encrypted notifications,
 * and the rules by which it opens, closes and refunds a payment.
 */
@NullMarked
package io.orderloom.sandbox.wechatpay;

import org.jspecify.annotations.NullMarked;
