/** Operations over HTTP. */
@NullMarked
package io.orderloom.operations.web;

import org.jspecify.annotations.NullMarked;
