/** What the demo's pages show of the engine: the models that lead an order and where it stands in them. */
@NullMarked
package io.orderloom.demo.flow;

import org.jspecify.annotations.NullMarked;
