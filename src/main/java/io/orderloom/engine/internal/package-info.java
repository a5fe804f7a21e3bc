/**
 * The only place for classes of the engine's inside: how it is configured, what it refuses to run, and
 * how we learn that a process came to a wait.
 */
@NullMarked
package io.orderloom.engine.internal;

import org.jspecify.annotations.NullMarked;
