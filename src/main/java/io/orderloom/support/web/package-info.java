/** The HTTP side of customer service, and where WeChat pushes what happens in the mini-program. */
@NullMarked
package io.orderloom.support.web;

import org.jspecify.annotations.NullMarked;
