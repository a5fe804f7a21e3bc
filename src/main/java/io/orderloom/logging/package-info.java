/**
 * What a log line may say: the order and the request it belongs to always, a shopper's data and a
 * secret never. Everything passes one encoder, as text or as JSON. Imports no other room.
 */
@NullMarked
package io.orderloom.logging;

import org.jspecify.annotations.NullMarked;
