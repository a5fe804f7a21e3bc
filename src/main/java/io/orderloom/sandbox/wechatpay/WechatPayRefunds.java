package io.orderloom.sandbox.wechatpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.faults.GatewayCall.Fate;
import io.orderloom.sandbox.gateway.Settlement;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Domestic refunds: accepted at once, settled a little later. At most 50 of a payment, a minute apart, within
 * a year; the same number never pays twice.
 */
final class WechatPayRefunds {

    private static final int MOST = 50;
    private static final Duration APART = Duration.ofMinutes(1);
    private static final Duration WINDOW = Duration.ofDays(365);

    private final Books books;
    private final Supplier<Instant> clock;
    private final Settlement settlement;
    private final Consumer<Refund> announcement;

    WechatPayRefunds(Books books, Supplier<Instant> clock, Settlement settlement, Consumer<Refund> announcement) {
        this.books = books;
        this.clock = clock;
        this.settlement = settlement;
        this.announcement = announcement;
    }

    HttpAnswer refund(HttpCall call, Fate fate) {
        ObjectNode body = call.json().orElseThrow(() -> WechatPayWords.parameter("请求体不是合法的JSON对象"));
        String refundNo = WechatPayPrepay.required(body, "out_refund_no", 64);
        if (!refundNo.matches("[0-9A-Za-z_\\-|*@]{1,64}")) {
            throw WechatPayWords.parameter("out_refund_no仅含数字、字母、_-|*@");
        }
        JsonNode amount = body.path("amount");
        long fen = fen(amount, "refund");
        long total = fen(amount, "total");
        if (!"CNY".equals(amount.path("currency").asText(""))) {
            throw WechatPayWords.parameter("amount.currency仅支持CNY");
        }
        Optional<String> reason = WechatPayPrepay.optional(body, "reason", 80);
        Optional<String> notifyUrl =
                WechatPayPrepay.optional(body, "notify_url", 256).map(WechatPayPrepay::notifyUrl);
        Refund refund = books.inOnePiece(() -> {
            Payment payment = payment(body);
            if (payment.amountFen() != total) {
                throw WechatPayWords.refusal(400, "INVALID_REQUEST", "订单金额与支付时不一致");
            }
            Optional<Refund> known = books.refund(refundNo);
            if (known.isPresent()) {
                return same(known.get(), payment, fen);
            }
            check(payment, fen);
            Refund accepted = new Refund(
                    WechatPay.NAME,
                    refundNo,
                    payment.paymentNo(),
                    "50" + Randoms.digits(26),
                    fen,
                    reason.orElse(null),
                    notifyUrl.orElse(null),
                    Refund.State.PROCESSING,
                    switch (fate) {
                        case NORMAL -> Refund.State.SUCCESS;
                        case UNDECIDED -> Refund.State.PROCESSING;
                        case ABNORMAL -> Refund.State.ABNORMAL;
                    },
                    clock.get(),
                    null);
            books.write(payment.in(Payment.State.REFUND));
            books.write(accepted);
            settlement.plan(accepted, announcement);
            return accepted;
        });
        return HttpAnswer.json(200, describe(refund, refund.state()));
    }

    HttpAnswer query(HttpCall call, Fate fate) {
        Refund refund =
                books.refund(WechatPay.NAME, call.variable("out_refund_no")).orElseThrow(WechatPayRefunds::unknown);
        Refund.State state =
                switch (fate) {
                    case NORMAL -> refund.state();
                    case UNDECIDED -> Refund.State.PROCESSING;
                    case ABNORMAL -> Refund.State.ABNORMAL;
                };
        return HttpAnswer.json(200, describe(refund, state));
    }

    /** Sends the money of a refund that could not reach the payer another way. */
    HttpAnswer applyAbnormal(HttpCall call, Fate fate) {
        ObjectNode body = call.json().orElseThrow(() -> WechatPayWords.parameter("请求体不是合法的JSON对象"));
        String refundNo = WechatPayPrepay.required(body, "out_refund_no", 64);
        WechatPayPrepay.required(body, "type", 32);
        Refund again = books.inOnePiece(() -> {
            Refund refund = books.refund(WechatPay.NAME, refundNo)
                    .filter(found -> found.refundId().equals(call.variable("refund_id")))
                    .orElseThrow(WechatPayRefunds::unknown);
            if (refund.state() != Refund.State.ABNORMAL) {
                throw WechatPayWords.refusal(400, "INVALID_REQUEST", "退款单状态不是退款异常");
            }
            Refund reopened = books.write(new Refund(
                    refund.channel(),
                    refund.refundNo(),
                    refund.paymentNo(),
                    refund.refundId(),
                    refund.amountFen(),
                    refund.reason(),
                    refund.notifyUrl(),
                    Refund.State.PROCESSING,
                    fate == Fate.NORMAL ? Refund.State.SUCCESS : Refund.State.PROCESSING,
                    clock.get(),
                    null));
            settlement.plan(reopened, announcement);
            return reopened;
        });
        return HttpAnswer.json(200, describe(again, again.state()));
    }

    private Payment payment(ObjectNode body) {
        Optional<String> transaction = WechatPayPrepay.optional(body, "transaction_id", 32);
        Optional<String> paymentNo = WechatPayPrepay.optional(body, "out_trade_no", 32);
        if (transaction.isEmpty() && paymentNo.isEmpty()) {
            throw WechatPayWords.parameter("transaction_id与out_trade_no须二选一");
        }
        Payment payment = transaction
                .flatMap(id -> books.paymentByTransaction(WechatPay.NAME, id))
                .or(() -> paymentNo.flatMap(number -> books.payment(WechatPay.NAME, number)))
                .orElseThrow(() -> WechatPayWords.refusal(404, "RESOURCE_NOT_EXISTS", "订单不存在"));
        if (!payment.state().paid()) {
            throw WechatPayWords.refusal(403, "TRADE_ERROR", "订单未支付，不能退款");
        }
        return payment;
    }

    private static Refund same(Refund known, Payment payment, long fen) {
        if (known.amountFen() != fen || !known.paymentNo().equals(payment.paymentNo())) {
            throw WechatPayWords.refusal(400, "INVALID_REQUEST", "退款单号已使用且参数与首次不一致");
        }
        return known;
    }

    private void check(Payment payment, long fen) {
        Instant now = clock.get();
        if (Objects.requireNonNull(payment.paidAt()).plus(WINDOW).isBefore(now)) {
            throw WechatPayWords.refusal(400, "INVALID_REQUEST", "交易时间超过一年的订单无法提交退款");
        }
        Collection<Refund> earlier = books.refundsOf(payment.paymentNo());
        long refunded = earlier.stream()
                .filter(refund -> refund.state() != Refund.State.CLOSED)
                .mapToLong(Refund::amountFen)
                .sum();
        if (fen > payment.amountFen() - refunded) {
            throw WechatPayWords.refusal(400, "INVALID_REQUEST", "累计退款金额大于支付金额");
        }
        if (earlier.size() >= MOST) {
            throw WechatPayWords.refusal(403, "RULE_LIMIT", "同一笔订单最多支持50次部分退款");
        }
        if (earlier.stream().anyMatch(refund -> refund.createdAt().plus(APART).isAfter(now))) {
            throw WechatPayWords.refusal(429, "FREQUENCY_LIMITED", "同一笔订单多次退款需间隔1分钟");
        }
    }

    private ObjectNode describe(Refund refund, Refund.State state) {
        Payment payment = books.payment(refund.paymentNo()).orElseThrow();
        ObjectNode told = Json.object()
                .put("refund_id", refund.refundId())
                .put("out_refund_no", refund.refundNo())
                .put("transaction_id", payment.terms().transactionId())
                .put("out_trade_no", refund.paymentNo())
                .put("channel", "ORIGINAL")
                .put("user_received_account", "支付用户零钱")
                .put("create_time", WechatPayWords.moment(refund.createdAt()))
                .put("status", state.name())
                .put("funds_account", "AVAILABLE");
        Instant settledAt = refund.settledAt();
        if (state == Refund.State.SUCCESS && settledAt != null) {
            told.put("success_time", WechatPayWords.moment(settledAt));
        }
        ObjectNode amount = Json.object()
                .put("total", payment.amountFen())
                .put("refund", refund.amountFen())
                .put("payer_total", payment.amountFen())
                .put("payer_refund", refund.amountFen())
                .put("settlement_total", payment.amountFen())
                .put("settlement_refund", refund.amountFen())
                .put("discount_refund", 0)
                .put("currency", "CNY")
                .put("refund_fee", 0);
        amount.putArray("from");
        told.set("amount", amount);
        told.putArray("promotion_detail");
        return told;
    }

    private static long fen(JsonNode amount, String field) {
        JsonNode value = amount.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 1) {
            throw WechatPayWords.parameter("amount." + field + "须为不小于1的整数（分）");
        }
        return value.asLong();
    }

    private static Refused unknown() {
        return WechatPayWords.refusal(404, "RESOURCE_NOT_EXISTS", "退款单不存在");
    }
}
