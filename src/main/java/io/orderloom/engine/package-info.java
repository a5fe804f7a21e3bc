/**
 * The process engine behind a few words of our own: start a process, tell it a fact, run a unit of
 * work in one commit. Sets up Camunda, guards it, and is the only room that knows its inside.
 */
@NullMarked
package io.orderloom.engine;

import org.jspecify.annotations.NullMarked;
