/** The demo's levers over HTTP, and what its pages ask beyond the shop's own API. */
@NullMarked
package io.orderloom.demo.web;

import org.jspecify.annotations.NullMarked;
