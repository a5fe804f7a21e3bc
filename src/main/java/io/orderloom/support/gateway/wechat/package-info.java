/**
 * WeChat's messages and pushes behind the ports of customer service. The only room of it that knows WxJava.
 */
@NullMarked
package io.orderloom.support.gateway.wechat;

import org.jspecify.annotations.NullMarked;
