/**
 * The models on a small engine in memory: every path and clock of each diagram, and the rules that all
 * diagrams keep. What the tasks do is proven in the rooms; here only where the flow goes.
 */
@NullMarked
package io.orderloom.models;

import org.jspecify.annotations.NullMarked;
