/**
 * What operators ask and do: which orders are stuck, since when, why, how much money, and the buttons that
 * bring them on. Reads everyone's public queries and the engine.
 */
@NullMarked
package io.orderloom.operations;

import org.jspecify.annotations.NullMarked;
