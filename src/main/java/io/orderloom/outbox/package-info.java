/**
 * The order's record: events for the world, written in the transaction they tell of and relayed to
 * RabbitMQ in order, and notes for people (the timeline).
 */
@NullMarked
package io.orderloom.outbox;

import org.jspecify.annotations.NullMarked;
