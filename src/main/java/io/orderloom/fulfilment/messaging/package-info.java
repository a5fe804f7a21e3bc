/** Shipping by command: reads commands, calls what HTTP calls too. */
@NullMarked
package io.orderloom.fulfilment.messaging;

import org.jspecify.annotations.NullMarked;
