/**
 * kuaidi100, which speaks for the carriers: subscriptions, questions and pushes in its own words. Written
 * on the JDK's HTTP client, as its SDK knows one fixed address only.
 */
@NullMarked
package io.orderloom.fulfilment.gateway.kuaidi100;

import org.jspecify.annotations.NullMarked;
