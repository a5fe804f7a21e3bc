/** Parcels over HTTP: shipped by the warehouse, followed by shoppers, moved by carriers' pushes. */
@NullMarked
package io.orderloom.fulfilment.web;

import org.jspecify.annotations.NullMarked;
