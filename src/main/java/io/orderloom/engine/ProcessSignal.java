package io.orderloom.engine;

import io.orderloom.shared.OrderNo;
import org.jspecify.annotations.Nullable;

/**
 * A fact that a process waits for.
 *
 * @param orderNo the order, which is the process's business key
 * @param message the BPMN message's name, for instance {@code Msg_PaymentSucceeded}
 * @param processInstanceId the instance our row belongs to; null while none has come to the wait yet, then
 *     the first instance of this order that waits for the message takes it
 */
public record ProcessSignal(
        OrderNo orderNo, String message, @Nullable String processInstanceId) {}
