/**
 * WeChat Pay (APIv3) behind the payment ports. The only room that knows its SDK: every
 * exception of it ends here, as an outcome.
 */
@NullMarked
package io.orderloom.payment.gateway.wechat;

import org.jspecify.annotations.NullMarked;
