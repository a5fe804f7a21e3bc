/**
 * The sandbox's HTTP/1.1 server: raw requests in, answers out with the exact bytes and header names
 * that were signed, and the ways in which an answer can go wrong on its way.
 */
@NullMarked
package io.orderloom.sandbox.wire;

import org.jspecify.annotations.NullMarked;
