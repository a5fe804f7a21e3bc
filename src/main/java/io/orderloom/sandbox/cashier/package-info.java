/**
 * The cashier page: a phone-sized page on which a person plays the payer.
 * Served from the sandbox's own resources under a strict content policy.
 */
@NullMarked
package io.orderloom.sandbox.cashier;

import org.jspecify.annotations.NullMarked;
