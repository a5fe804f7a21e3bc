package io.orderloom.payment;

import io.orderloom.shared.Money;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.RefundNo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The port behind which every payment platform looks the same. Implementations never throw for what a
 * gateway or the network does: it becomes an {@link Outcome}.
 */
public interface PaymentGateway {

    Channel channel();

    Set<Scene> scenes();

    /** Opens the payment and answers what the client app's pay call takes as it is. */
    Outcome<Map<String, String>> prepay(PrepayRequest request);

    /** Asks what became of the payment. */
    Outcome<GatewayPayment> query(PaymentRef payment);

    /**
     * Whether a payment that the gateway has never heard of can never be paid any more, once its order takes
     * no payment or it has expired. Gateways that create a trade only when its code is scanned need a margin.
     */
    boolean absenceIsFinal(PaymentRef payment, Instant now);

    /** Asks the gateway to close the payment; whether it is closed for certain, only {@link #query} says. */
    Outcome<CloseAnswer> close(PaymentRef payment);

    /**
     * What the gateway needs to find a payment.
     *
     * @param openedAt when its number was committed; UnionPay's key contains it
     * @param expiresAt the gateway's own expiry of it
     */
    record PaymentRef(PaymentNo paymentNo, Scene scene, Instant openedAt, Instant expiresAt) {}

    /**
     * A payment to open.
     *
     * @param description what the shopper reads when paying, at most 127 bytes are used
     * @param payerId openid or buyer id, where the scene needs one
     * @param payerIp the shopper's address, where the scene needs one
     */
    record PrepayRequest(
            PaymentRef payment,
            Money amount,
            String description,
            @Nullable String payerId,
            @Nullable String payerIp) {}

    /**
     * Asks for a refund. That it was accepted does not mean that it was paid out. Asking again under the same
     * number never pays twice.
     */
    Outcome<GatewayRefund> refund(RefundRequest request);

    /** Asks what became of a refund. */
    Outcome<GatewayRefund> queryRefund(RefundRef refund);

    /** How often and until when the gateway takes refunds. */
    RefundLimits refundLimits();

    /**
     * What a gateway allows of the refunds of one payment.
     *
     * @param apart how far apart two of them have to be asked for; zero where it does not mind
     * @param most how many of them it takes
     * @param window for how long after the payment
     */
    record RefundLimits(Duration apart, int most, Duration window) {

        /** Where the gateway names no such number. */
        public static final int ANY_NUMBER = Integer.MAX_VALUE;
    }

    /** What the gateway needs to find a refund. */
    record RefundRef(RefundNo refundNo, PaymentRef payment, Instant requestedAt) {}

    /**
     * A refund to ask for.
     *
     * @param amount what goes back
     * @param total what the payment brought
     * @param gatewayTransactionId the gateway's own number of the payment
     */
    record RefundRequest(
            RefundRef refund,
            Money amount,
            Money total,
            RefundReason reason,
            @Nullable String gatewayTransactionId) {}

    /** What became of a refund, in one vocabulary for all gateways. */
    enum RefundState {
        /** Accepted, not paid out yet. */
        PROCESSING,
        SUCCEEDED,
        /** The gateway cannot bring it to the payer, or has given it up: a person has to. */
        ABNORMAL,
        /** The merchant's account at the gateway has too little: the same number again after a top-up. */
        NOT_ENOUGH,
        /** Not taken this time, for instance because refunds came too fast: the same number again later. */
        LATER,
        /** The gateway has never heard of it. */
        NOT_EXIST
    }

    /**
     * What the gateway says of a refund.
     *
     * @param amountFen what goes back, in fen; null unless the gateway tells it
     * @param refundedAt when the payer had it; null unless {@code SUCCEEDED}
     */
    record GatewayRefund(
            RefundNo refundNo,
            RefundState state,
            @Nullable Long amountFen,
            @Nullable String gatewayRefundId,
            @Nullable Instant refundedAt) {}

    /** What became of a payment, in one vocabulary for all gateways. */
    enum State {
        /** Not paid yet, and still payable. */
        NOT_PAID,
        /** The payer is typing the password at this moment. */
        PAYING,
        PAID,
        /** Closed for certain: it can never be paid any more. */
        CLOSED,
        /** The gateway has never heard of it; for gateways that create trades lazily it may still be paid. */
        NOT_EXIST,
        /** Paid, then refunded in part or whole. */
        REFUNDED
    }

    /**
     * What the gateway says of a payment.
     *
     * @param number by which the merchant calls it, 1 to 64 visible characters; told unasked, it need not be ours
     * @param amountFen total of the payment in fen; null unless the gateway tells it
     * @param merchantMatches whether merchant and application ids are ours
     * @param payerId openid or buyer id; personal data
     */
    record GatewayPayment(
            String number,
            State state,
            @Nullable Long amountFen,
            @Nullable String currency,
            @Nullable String gatewayTransactionId,
            @Nullable Instant paidAt,
            @Nullable String payerId,
            boolean merchantMatches) {}

    /** How the gateway answered the wish to close. */
    enum CloseAnswer {
        ACCEPTED,
        ALREADY_PAID,
        /** The payer is paying at this moment, or it asks us to come back later. */
        LATER
    }
}
