/** The service is killed, its broker taken away, its requests set against each other; the books agree all the same. */
@NullMarked
package io.orderloom.faults;

import org.jspecify.annotations.NullMarked;
