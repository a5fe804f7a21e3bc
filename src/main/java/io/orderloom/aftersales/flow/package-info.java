/** What the after-sales models call. */
@NullMarked
package io.orderloom.aftersales.flow;

import org.jspecify.annotations.NullMarked;
