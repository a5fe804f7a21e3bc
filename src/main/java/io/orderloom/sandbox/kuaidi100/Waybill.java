package io.orderloom.sandbox.kuaidi100;

/**
 * A waybill that was ordered.
 *
 * @param orderId the customer's number; the same one gets the same waybill
 * @param taskId kuaidi100's number
 */
record Waybill(String orderId, String taskId, String carrier, String trackingNo) {}
