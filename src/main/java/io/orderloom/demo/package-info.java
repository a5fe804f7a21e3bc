/**
 * The demo: starts the sandbox gateways beside the service and owns the clock that can be moved.
 * Loaded in mode demo only; the one room that knows both the service and the sandbox.
 */
@NullMarked
package io.orderloom.demo;

import org.jspecify.annotations.NullMarked;
