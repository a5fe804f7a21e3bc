package io.orderloom.payment;

import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.RefundNo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One intent to give money back. Its number never changes, however often it is tried.
 *
 * @param statusReason what stands in its way, in the gateway's words; null while nothing does
 * @param statusSince when the status was first written
 * @param processInstanceId the refund process that looks after it; null until it has asked for the first time
 */
public record Refund(
        RefundNo refundNo,
        OrderNo orderNo,
        PaymentNo paymentNo,
        Money amount,
        RefundStatus status,
        RefundReason reason,
        Instant requestedAt,
        @Nullable Instant refundedAt,
        @Nullable String gatewayRefundId,
        @Nullable String statusReason,
        Instant statusSince,
        @Nullable String processInstanceId) {}
