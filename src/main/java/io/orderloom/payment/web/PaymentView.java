package io.orderloom.payment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orderloom.payment.Payment;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A payment as the API shows it; {@code topUpOf} names the exchange it is paid on top for. Amounts in fen. */
record PaymentView(
        String paymentNo,
        String channel,
        String scene,
        String status,
        long amountFen,
        Instant expiresAt,
        @Nullable Instant paidAt,
        @Nullable String gatewayTransactionId,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String topUpOf,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> clientParams) {

    /** With what the client app needs to pay it, for whoever opened it. */
    static PaymentView opened(Payment payment) {
        return view(payment, payment.clientParams());
    }

    static PaymentView of(Payment payment) {
        return view(payment, null);
    }

    private static PaymentView view(Payment payment, @Nullable Map<String, String> clientParams) {
        return new PaymentView(
                payment.paymentNo().value(),
                payment.channel().name(),
                payment.scene().name(),
                payment.status().name(),
                payment.amount().fen(),
                payment.expiresAt(),
                payment.paidAt(),
                payment.gatewayTransactionId(),
                payment.topUpOf() == null ? null : payment.topUpOf().value(),
                clientParams);
    }
}
