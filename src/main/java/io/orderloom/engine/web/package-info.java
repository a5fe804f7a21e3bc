/**
 * The door to the engine's own HTTP interfaces, {@code /engine-rest} and the web applications: closed but
 * for what operators, analysts and customer service need.
 */
@NullMarked
package io.orderloom.engine.web;

import org.jspecify.annotations.NullMarked;
