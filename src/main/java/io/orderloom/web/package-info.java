/**
 * The conventions of the HTTP API: who calls, problem+json, idempotency keys, pages, limits. Every
 * other room's {@code web} package builds on it; it knows nothing of orders.
 */
@NullMarked
package io.orderloom.web;

import org.jspecify.annotations.NullMarked;
