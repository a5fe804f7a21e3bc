/**
 * What the shop sells: categories, products with their pictures, SKUs with specs and prices. Names are
 * Chinese with English beside. Knows nothing of stock; what is available comes through a port.
 */
@NullMarked
package io.orderloom.catalog;

import org.jspecify.annotations.NullMarked;
