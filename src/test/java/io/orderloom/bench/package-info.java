/**
 * The performance comparison behind {@code bin/bench}: the product, the same on Camunda's defaults and plain
 * JDBC in one JVM, and the product over HTTP from outside.
 */
@NullMarked
package io.orderloom.bench;

import org.jspecify.annotations.NullMarked;
