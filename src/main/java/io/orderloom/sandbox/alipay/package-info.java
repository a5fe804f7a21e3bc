/**
 * Alipay's classic gateway as a merchant meets it: one signed address for all calls, trades that come into
 * being only when the payer opens them, and notifications that are repeated for a day.
 */
@NullMarked
package io.orderloom.sandbox.alipay;

import org.jspecify.annotations.NullMarked;
