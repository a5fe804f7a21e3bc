/** What the order placement model calls. */
@NullMarked
package io.orderloom.order.flow;

import org.jspecify.annotations.NullMarked;
