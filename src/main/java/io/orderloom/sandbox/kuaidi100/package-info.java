/**
 * The parcel tracker kuaidi100: subscriptions, queries, waybills and signed pushes of a track
 * that the sandbox's controls write.
 */
@NullMarked
package io.orderloom.sandbox.kuaidi100;

import org.jspecify.annotations.NullMarked;
