/**
 * Keys as text and the signatures that all simulated gateways build on, from the JDK alone,
 * so that the sandbox cannot share a mistake with the client libraries it checks.
 */
@NullMarked
package io.orderloom.sandbox.crypto;

import org.jspecify.annotations.NullMarked;
