/** The event stream over HTTP, page by page or as server-sent events. */
@NullMarked
package io.orderloom.outbox.web;

import org.jspecify.annotations.NullMarked;
