/**
 * The levers of the sandbox for people and tests: pay, fail, forge, plant faults, move parcels,
 * read the books. Not part of any simulated gateway.
 */
@NullMarked
package io.orderloom.sandbox.control;

import org.jspecify.annotations.NullMarked;
