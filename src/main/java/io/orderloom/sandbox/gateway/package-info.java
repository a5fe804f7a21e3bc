/**
 * What a payment channel of the sandbox offers to the controls, and how notifications leave
 * the house and are repeated. One folder beside this one per gateway.
 */
@NullMarked
package io.orderloom.sandbox.gateway;

import org.jspecify.annotations.NullMarked;
