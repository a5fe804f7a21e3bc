/** Stock over HTTP: reads requests, calls the room's use-cases, words the answers. */
@NullMarked
package io.orderloom.inventory.web;

import org.jspecify.annotations.NullMarked;
