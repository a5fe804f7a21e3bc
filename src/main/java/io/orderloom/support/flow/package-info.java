/** What the models of customer service call. */
@NullMarked
package io.orderloom.support.flow;

import org.jspecify.annotations.NullMarked;
