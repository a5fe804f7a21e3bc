/** What the fulfilment and parcel models call. */
@NullMarked
package io.orderloom.fulfilment.flow;

import org.jspecify.annotations.NullMarked;
