/**
 * WeChat's login of mini-programs behind the customers' port. The only room of customers that knows WxJava.
 */
@NullMarked
package io.orderloom.customer.gateway.wechat;

import org.jspecify.annotations.NullMarked;
