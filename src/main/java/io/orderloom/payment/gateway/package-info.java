/**
 * What the adapters of all payment gateways share: how they call out without waiting for ever, sending
 * twice or taking every thread. Each gateway has a room of its own below.
 */
@NullMarked
package io.orderloom.payment.gateway;

import org.jspecify.annotations.NullMarked;
