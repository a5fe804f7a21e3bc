/**
 * What the adapters of several rooms share of a vendor: the one client of WeChat's server interface.
 * Only a room's own gateway packages use it.
 */
@NullMarked
package io.orderloom.gateway;

import org.jspecify.annotations.NullMarked;
