/**
 * Getting paid goods to the shopper: parcels, carriers' news, WeChat's shipping information, receipt.
 * Speaks to the order through a port that the order's room implements.
 */
@NullMarked
package io.orderloom.fulfilment;

import org.jspecify.annotations.NullMarked;
