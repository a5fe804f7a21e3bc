/**
 * Credentials at the door: the rules in front of every address, and the routes by which administrators
 * keep keys and users.
 */
@NullMarked
package io.orderloom.access.web;

import org.jspecify.annotations.NullMarked;
