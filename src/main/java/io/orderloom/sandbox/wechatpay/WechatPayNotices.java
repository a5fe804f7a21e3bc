package io.orderloom.sandbox.wechatpay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.gateway.NotificationOrder;
import io.orderloom.sandbox.gateway.Outbound;
import io.orderloom.sandbox.gateway.Tamper;
import io.orderloom.sandbox.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

/** Notifications as WeChat Pay writes them, and as a forger would. */
final class WechatPayNotices {

    private static final Duration STALE = Duration.ofDays(1);

    private final WechatPaySettings settings;
    private final WechatPaySigner signer;
    private final WechatPayKeyring keyring;
    private final WechatPayTransactions transactions;
    private final Books books;
    private final Supplier<Instant> clock;

    WechatPayNotices(
            WechatPaySettings settings,
            WechatPayKeyring keyring,
            WechatPaySigner signer,
            WechatPayTransactions transactions,
            Books books,
            Supplier<Instant> clock) {
        this.settings = settings;
        this.signer = signer;
        this.keyring = keyring;
        this.transactions = transactions;
        this.books = books;
        this.clock = clock;
    }

    /** Tells that a payment succeeded; of an unpaid one it tells what would be told if it did. */
    Outbound compose(Payment payment, NotificationOrder order) {
        long fen = amount(payment.amountFen(), order);
        Payment told = payment.paidAt() == null || fen != payment.amountFen()
                ? payment.paid(
                        fen,
                        payment.payer() == null ? "openid-of-a-payer" : payment.payer(),
                        Objects.requireNonNullElseGet(payment.paidAt(), clock))
                : payment;
        ObjectNode content = transactions.describe(told, Payment.State.SUCCESS.name());
        if (order.tamper() == Tamper.CURRENCY) {
            content.withObject("/amount").put("currency", "USD").put("payer_currency", "USD");
        }
        return compose(
                payment.terms().notifyUrl(),
                "TRANSACTION.SUCCESS",
                "支付成功",
                "transaction",
                payment.terms().transactionId(),
                Objects.requireNonNull(told.paidAt()),
                content,
                order);
    }

    /** Tells how a refund ended; of an undecided one that it succeeded. */
    Outbound compose(Refund refund, NotificationOrder order) {
        String url = Objects.requireNonNull(refund.notifyUrl(), "Nobody asked to be told of this refund");
        Payment payment = books.payment(refund.paymentNo()).orElseThrow();
        Refund.State state = refund.state() == Refund.State.PROCESSING ? Refund.State.SUCCESS : refund.state();
        Instant at = Objects.requireNonNullElseGet(refund.settledAt(), clock);
        long fen = amount(refund.amountFen(), order);
        ObjectNode content = Json.object()
                .put("mchid", settings.mchId())
                .put("out_trade_no", refund.paymentNo())
                .put("transaction_id", payment.terms().transactionId())
                .put("out_refund_no", refund.refundNo())
                .put("refund_id", refund.refundId())
                .put("refund_status", state.name())
                .put("user_received_account", "支付用户零钱");
        if (state == Refund.State.SUCCESS) {
            content.put("success_time", WechatPayWords.moment(at));
        }
        ObjectNode amount = Json.object()
                .put("total", payment.amountFen())
                .put("refund", fen)
                .put("payer_total", payment.amountFen())
                .put("payer_refund", fen);
        if (order.tamper() == Tamper.CURRENCY) {
            amount.put("currency", "USD");
        }
        content.set("amount", amount);
        String summary =
                switch (state) {
                    case ABNORMAL -> "退款异常";
                    case CLOSED -> "退款关闭";
                    default -> "退款成功";
                };
        return compose(url, "REFUND." + state, summary, "refund", refund.refundId(), at, content, order);
    }

    private Outbound compose(
            String url,
            String event,
            String summary,
            String type,
            String subject,
            Instant at,
            ObjectNode content,
            NotificationOrder order) {
        if (order.tamper() == Tamper.MERCHANT) {
            content.put("mchid", "1999999999");
        }
        ObjectNode body = Json.object()
                .put("id", id(event, subject, order))
                .put("create_time", WechatPayWords.moment(at))
                .put("event_type", event)
                .put("resource_type", "encrypt-resource")
                .put("summary", summary);
        ObjectNode resource = new WechatPayCipher(keyring.apiV3Key()).encrypt(type, Json.bytes(content));
        body.set("resource", resource.put("original_type", type));
        byte[] bytes = Json.bytes(body);
        Map<String, String> headers = new LinkedHashMap<>(
                switch (order.tamper()) {
                    case SIGNATURE -> signer.headersOfStranger(bytes);
                    case PROBE -> signer.headersOfProbe(bytes);
                    case STALE -> signer.notificationHeaders(bytes, STALE);
                    default -> signer.notificationHeaders(bytes, Duration.ZERO);
                });
        headers.put("Content-Type", "application/json");
        if (order.tamper() == Tamper.BODY) {
            body.put("summary", summary + "！");
            bytes = Json.text(body).getBytes(StandardCharsets.UTF_8);
        }
        return new Outbound(url, headers, bytes);
    }

    private static long amount(long trueFen, NotificationOrder order) {
        Long ordered = order.amountFen();
        if (ordered != null) {
            return ordered;
        }
        return order.tamper() == Tamper.AMOUNT ? Math.max(0, trueFen - 1) : trueFen;
    }

    /** Repeats of one event share their id; what a tester invents is another event. */
    private static String id(String event, String subject, NotificationOrder order) {
        String name = event + subject;
        if (order.tamper() != Tamper.NONE || order.amountFen() != null) {
            name += order;
        }
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
