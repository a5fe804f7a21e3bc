/**
 * Customer service: what shoppers and staff write to each other, what WeChat is asked to tell shoppers, and complaints.
 * Nothing here stands in the way of an order: whatever fails is tried again beside it.
 */
@NullMarked
package io.orderloom.support;

import org.jspecify.annotations.NullMarked;
