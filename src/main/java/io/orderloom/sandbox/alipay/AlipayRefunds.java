package io.orderloom.sandbox.alipay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.alipay.AlipayAnswers.Refusal;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.faults.GatewayCall.Fate;
import io.orderloom.sandbox.wire.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Refunds, paid out at once. The same {@code out_request_no} never pays twice. */
final class AlipayRefunds {

    private final Books books;
    private final AlipayTrades trades;
    private final Supplier<Instant> clock;
    private final Consumer<Refund> announcement;

    AlipayRefunds(Books books, AlipayTrades trades, Supplier<Instant> clock, Consumer<Refund> announcement) {
        this.books = books;
        this.trades = trades;
        this.clock = clock;
        this.announcement = announcement;
    }

    ObjectNode refund(JsonNode content, Fate fate) {
        long fen = AlipayTrades.fen(content, "refund_amount");
        return books.inOnePiece(() -> {
            Payment payment = trades.known(content);
            if (!payment.state().paid()) {
                throw Refusal.business("TRADE_STATUS_ERROR", "交易状态不合法").refusing();
            }
            // Without a number of its own a refund is one of the whole payment.
            String given = AlipayTrades.text(content, "out_request_no");
            String refundNo = given.isEmpty() ? payment.paymentNo() : given;
            Optional<Refund> known = books.refund(refundNo);
            if (known.isPresent()) {
                return repeated(known.get(), payment, fen);
            }
            if (trades.isFinished(payment)) {
                throw Refusal.business("TRADE_HAS_FINISHED", "交易已完结").refusing();
            }
            if (fen > payment.amountFen() - promisedFen(payment)) {
                throw Refusal.business("REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限").refusing();
            }
            Refund.State state =
                    switch (fate) {
                        case NORMAL -> Refund.State.SUCCESS;
                        case UNDECIDED -> Refund.State.PROCESSING;
                        case ABNORMAL -> Refund.State.ABNORMAL;
                    };
            Instant now = clock.get();
            Refund made = new Refund(
                    Alipay.NAME,
                    refundNo,
                    payment.paymentNo(),
                    payment.terms().transactionId(),
                    fen,
                    AlipayTrades.text(content, "refund_reason"),
                    payment.terms().notifyUrl(),
                    state,
                    state,
                    now,
                    state == Refund.State.PROCESSING ? null : now);
            books.write(payment.in(Payment.State.REFUND));
            books.write(made);
            if (state == Refund.State.SUCCESS) {
                announcement.accept(made);
            }
            return told(payment, state == Refund.State.SUCCESS ? "Y" : "N");
        });
    }

    /** Tells of a refund only when there is one. */
    ObjectNode query(JsonNode content, Fate fate) {
        Payment payment = trades.known(content);
        ObjectNode told = Json.object();
        books.refund(Alipay.NAME, AlipayTrades.text(content, "out_request_no"))
                .filter(refund -> refund.paymentNo().equals(payment.paymentNo()))
                .ifPresent(refund -> describe(payment, refund, fate, told));
        return told;
    }

    private static void describe(Payment payment, Refund refund, Fate fate, ObjectNode told) {
        Refund.State state =
                switch (fate) {
                    case NORMAL -> refund.state();
                    case UNDECIDED -> Refund.State.PROCESSING;
                    case ABNORMAL -> Refund.State.ABNORMAL;
                };
        told.put("out_trade_no", payment.paymentNo())
                .put("trade_no", payment.terms().transactionId())
                .put("out_request_no", refund.refundNo())
                .put("total_amount", AlipayTrades.yuan(payment.amountFen()))
                .put("refund_amount", AlipayTrades.yuan(refund.amountFen()))
                .put(
                        "refund_status",
                        switch (state) {
                            case SUCCESS -> "REFUND_SUCCESS";
                            case PROCESSING -> "REFUND_PROCESSING";
                            case ABNORMAL, CLOSED -> "REFUND_FAIL";
                        });
        Instant settledAt = refund.settledAt();
        if (state == Refund.State.SUCCESS && settledAt != null) {
            told.put("gmt_refund_pay", AlipayTrades.time(settledAt));
        }
    }

    private ObjectNode repeated(Refund known, Payment payment, long fen) {
        if (known.amountFen() != fen || !known.paymentNo().equals(payment.paymentNo())) {
            throw Refusal.business("REASON_TRADE_REFUND_FEE_ERR", "退款请求号已使用且金额不一致")
                    .refusing();
        }
        return told(payment, "N");
    }

    private ObjectNode told(Payment payment, String fundChange) {
        return Json.object()
                .put("out_trade_no", payment.paymentNo())
                .put("trade_no", payment.terms().transactionId())
                .put("fund_change", fundChange)
                .put("refund_fee", AlipayTrades.yuan(trades.refundedFen(payment)))
                .put("gmt_refund_pay", AlipayTrades.time(clock.get()));
    }

    private long promisedFen(Payment payment) {
        return books.refundsOf(payment.paymentNo()).stream()
                .filter(refund -> refund.state() == Refund.State.SUCCESS || refund.state() == Refund.State.PROCESSING)
                .mapToLong(Refund::amountFen)
                .sum();
    }
}
