/** Orders over HTTP, for shoppers, the mini-program backend, the warehouse and staff. */
@NullMarked
package io.orderloom.order.web;

import org.jspecify.annotations.NullMarked;
