/**
 * What tests share: real servers, started when first asked for and gone with the JVM, and free ports.
 * Nothing here is part of the service.
 */
@NullMarked
package io.orderloom.testing;

import org.jspecify.annotations.NullMarked;
