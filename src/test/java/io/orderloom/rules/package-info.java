/** The design's rules about who may know whom, held by the build; and proof that each can fail. */
@NullMarked
package io.orderloom.rules;

import org.jspecify.annotations.NullMarked;
