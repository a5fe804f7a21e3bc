/** The acceptance stories, told over HTTP to the whole service on real servers, the sandbox playing the gateways. */
@NullMarked
package io.orderloom.journeys;

import org.jspecify.annotations.NullMarked;
