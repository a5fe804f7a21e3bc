/** A room that breaks rules, so that the rules are seen to fail. */
@NullMarked
package io.orderloom.rules.planted.catalog;

import org.jspecify.annotations.NullMarked;
