/** Quotes and coupons over HTTP: reads requests, calls the room's use-cases, words the answers. */
@NullMarked
package io.orderloom.pricing.web;

import org.jspecify.annotations.NullMarked;
