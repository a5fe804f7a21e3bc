/**
 * The mini-program platform's server API: login, access tokens, shipping info and messages,
 * with the rules under which WeChat releases the money of an order.
 */
@NullMarked
package io.orderloom.sandbox.miniprogram;

import org.jspecify.annotations.NullMarked;
