/** Orders by command: reads commands, calls what HTTP calls too. */
@NullMarked
package io.orderloom.order.messaging;

import org.jspecify.annotations.NullMarked;
