package io.orderloom.payment.web;

import io.orderloom.payment.OpenPayment;
import io.orderloom.payment.Payment;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.web.Caller;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.IdempotentRequests;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Opens payments for the API, whatever they are for, and words the answer. */
@Component
class Openings {

    private static final int MAX_PAYER_ID = 128;

    private final OpenPayment openPayment;
    private final IdempotentRequests idempotent;

    Openings(OpenPayment openPayment, IdempotentRequests idempotent) {
        this.openPayment = openPayment;
        this.idempotent = idempotent;
    }

    /**
     * Opens once per key, for the caller's shopper.
     *
     * @param topUpOf the exchange in the order that is paid on top for; null for the order's own money
     * @param remoteAddress where the shopper's device is, as far as known
     * @throws io.orderloom.shared.Problem naming what is wrong with the wish, or why nothing can be paid
     */
    ResponseEntity<?> open(
            OrderNo orderNo,
            @Nullable AfterSalesNo topUpOf,
            PaymentRequest request,
            Caller caller,
            @Nullable String remoteAddress,
            IdempotencyKey key) {
        OpenPayment.Wish wish = wish(orderNo, topUpOf, request, caller, remoteAddress);
        return idempotent.resumable(
                key,
                () -> openPayment.intend(wish).value(),
                (number, completion) -> answer(
                        openPayment.tellGateway(new PaymentNo(number), opened -> completion.complete(answer(opened)))));
    }

    private static ResponseEntity<PaymentView> answer(Payment payment) {
        return ResponseEntity.status(HttpStatus.CREATED).body(PaymentView.opened(payment));
    }

    private static OpenPayment.Wish wish(
            OrderNo orderNo,
            @Nullable AfterSalesNo topUpOf,
            PaymentRequest request,
            Caller caller,
            @Nullable String remoteAddress) {
        if (request.channel() == null) {
            throw new InvalidRequest("/channel", "CHANNEL_MISSING", "Which channel is to be paid by?");
        }
        if (request.scene() == null) {
            throw new InvalidRequest("/scene", "SCENE_MISSING", "Where does the shopper pay?");
        }
        String payerId = request.payerId();
        if (payerId != null && (payerId.isBlank() || payerId.length() > MAX_PAYER_ID)) {
            throw new InvalidRequest("/payerId", "PAYER_ID_INVALID", "A payer id has 1 to 128 characters.");
        }
        return new OpenPayment.Wish(
                caller.requireShopper(), orderNo, topUpOf, request.channel(), request.scene(), payerId, remoteAddress);
    }
}
