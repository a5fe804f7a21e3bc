/**
 * WeChat's shipping information behind fulfilment's port. The only room of fulfilment that knows WxJava.
 */
@NullMarked
package io.orderloom.fulfilment.gateway.wechat;

import org.jspecify.annotations.NullMarked;
