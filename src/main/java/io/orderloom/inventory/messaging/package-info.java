/** Stock by command: reads commands, calls what HTTP calls too. */
@NullMarked
package io.orderloom.inventory.messaging;

import org.jspecify.annotations.NullMarked;
