/**
 * Who buys: shoppers, their WeChat identity, their addresses. Personal data is sealed in few columns
 * here, is found by keyed hashes only, and can be erased.
 */
@NullMarked
package io.orderloom.customer;

import org.jspecify.annotations.NullMarked;
