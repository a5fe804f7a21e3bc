/** The application's start. Every room beneath it is one capability of the shop. */
@NullMarked
package io.orderloom;

import org.jspecify.annotations.NullMarked;
