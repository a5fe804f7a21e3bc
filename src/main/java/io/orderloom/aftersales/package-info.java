/**
 * What happens after the sale: money back, returns, exchanges, disputes. A case is a row here, a claim on its order, and a
 * process that looks after it.
 */
@NullMarked
package io.orderloom.aftersales;

import org.jspecify.annotations.NullMarked;
