/**
 * Risk: what is known of who orders, where to and from which device, judged by the analysts' table before an order is placed;
 * the verdicts, and whom operators refuse to sell to.
 */
@NullMarked
package io.orderloom.order.risk;

import org.jspecify.annotations.NullMarked;
