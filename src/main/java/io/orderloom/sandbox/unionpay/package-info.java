/**
 * UnionPay's ACP 5.1.0 as a merchant meets it: signed forms, raw signed answers that bring their certificate,
 * a page for the browser, codes, the app's control, and back notifications.
 */
@NullMarked
package io.orderloom.sandbox.unionpay;

import org.jspecify.annotations.NullMarked;
