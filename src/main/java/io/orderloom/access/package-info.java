/**
 * Who may call: keys of programs, staff, shoppers' tokens, an identity provider's tokens; and the audit
 * trail of what people with power did. Knows nothing of orders.
 */
@NullMarked
package io.orderloom.access;

import org.jspecify.annotations.NullMarked;
