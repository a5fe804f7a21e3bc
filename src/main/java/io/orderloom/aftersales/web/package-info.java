/** After-sales over HTTP: asked by shoppers, decided by staff. */
@NullMarked
package io.orderloom.aftersales.web;

import org.jspecify.annotations.NullMarked;
