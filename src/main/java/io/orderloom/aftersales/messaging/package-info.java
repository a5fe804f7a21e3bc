/** Returns by command: reads commands, calls what HTTP calls too. */
@NullMarked
package io.orderloom.aftersales.messaging;

import org.jspecify.annotations.NullMarked;
