/** The shop window, and how merchants furnish it, over HTTP: reads requests, calls the room's use-cases, words the answers. */
@NullMarked
package io.orderloom.catalog.web;

import org.jspecify.annotations.NullMarked;
