/** Sessions, the shopper's own data and addresses over HTTP: reads requests, calls the room's use-cases, words the answers. */
@NullMarked
package io.orderloom.customer.web;

import org.jspecify.annotations.NullMarked;
