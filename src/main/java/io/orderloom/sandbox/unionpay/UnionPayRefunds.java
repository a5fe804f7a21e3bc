package io.orderloom.sandbox.unionpay;

import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.faults.GatewayCall.Fate;
import io.orderloom.sandbox.gateway.Settlement;
import io.orderloom.sandbox.wire.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Refunds: transactions of their own, accepted at once and settled a little later; a number is used once. */
final class UnionPayRefunds {

    private static final Duration WINDOW = Duration.ofDays(330);

    private final Books books;
    private final Supplier<Instant> clock;
    private final Settlement settlement;
    private final Consumer<Refund> announcement;

    UnionPayRefunds(Books books, Supplier<Instant> clock, Settlement settlement, Consumer<Refund> announcement) {
        this.books = books;
        this.clock = clock;
        this.settlement = settlement;
        this.announcement = announcement;
    }

    HttpAnswer refund(UnionPayWords words, Fate fate) {
        Map<String, String> asked = words.asked();
        String refundNo = asked.getOrDefault("orderId", "");
        String amount = asked.getOrDefault("txnAmt", "");
        String backUrl = asked.getOrDefault("backUrl", "");
        if (!"00".equals(asked.get("txnSubType"))
                || !amount.matches("0*[1-9][0-9]{0,11}")
                || !UnionPayOrders.isWebAddress(backUrl)) {
            throw words.refusal("13");
        }
        Refund accepted = books.inOnePiece(() -> {
            if (books.refund(refundNo).isPresent() || books.payment(refundNo).isPresent()) {
                throw words.refusal("12");
            }
            Payment payment = books.paymentByTransaction(UnionPay.NAME, asked.getOrDefault("origQryId", ""))
                    .orElseThrow(() -> words.refusal("35"));
            check(words, payment, Long.parseLong(amount));
            books.write(payment.in(Payment.State.REFUND));
            return books.write(new Refund(
                    UnionPay.NAME,
                    refundNo,
                    payment.paymentNo(),
                    QueryId.of(asked.getOrDefault("txnTime", "")),
                    Long.parseLong(amount),
                    null,
                    backUrl,
                    Refund.State.PROCESSING,
                    switch (fate) {
                        case NORMAL -> Refund.State.SUCCESS;
                        case UNDECIDED -> Refund.State.PROCESSING;
                        case ABNORMAL -> Refund.State.ABNORMAL;
                    },
                    clock.get(),
                    null));
        });
        settlement.plan(accepted, announcement);
        return words.done(Map.of(
                "queryId", accepted.refundId(),
                "origQryId", asked.getOrDefault("origQryId", ""),
                "txnAmt", amount));
    }

    private void check(UnionPayWords words, Payment payment, long fen) {
        if (!UnionPayOrders.Scene.valueOf(payment.terms().scene())
                .bizType()
                .equals(words.asked().get("bizType"))) {
            throw words.refusal("36");
        }
        if (Objects.requireNonNull(payment.paidAt()).plus(WINDOW).isBefore(clock.get())) {
            throw words.refusal("39");
        }
        long refunded = books.refundsOf(payment.paymentNo()).stream()
                .filter(refund -> refund.state() == Refund.State.PROCESSING || refund.state() == Refund.State.SUCCESS)
                .mapToLong(Refund::amountFen)
                .sum();
        if (fen > payment.amountFen() - refunded) {
            throw words.refusal("33");
        }
    }

    /** What a query tells as {@code origRespCode}. */
    static String code(Refund.State state) {
        return switch (state) {
            case PROCESSING -> "05";
            case SUCCESS -> "00";
            case ABNORMAL -> "63";
            case CLOSED -> "01";
        };
    }
}
