package io.orderloom.sandbox.alipay;

import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.gateway.NotificationOrder;
import io.orderloom.sandbox.gateway.Outbound;
import io.orderloom.sandbox.gateway.Tamper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Notifications as Alipay writes them, and as a forger would. */
final class AlipayNotices {

    private static final Duration STALE = Duration.ofDays(1);

    private final AlipaySettings settings;
    private final AlipaySigner signer;
    private final AlipayTrades trades;
    private final Books books;
    private final Supplier<Instant> clock;

    AlipayNotices(
            AlipaySettings settings, AlipaySigner signer, AlipayTrades trades, Books books, Supplier<Instant> clock) {
        this.settings = settings;
        this.signer = signer;
        this.trades = trades;
        this.books = books;
        this.clock = clock;
    }

    /** Tells that a payment succeeded; of an unpaid one it tells what would be told if it did. */
    Outbound compose(Payment payment, NotificationOrder order) {
        Map<String, String> fields = fields(payment, "TRADE_SUCCESS", payment.paymentNo(), order);
        return compose(payment, fields, order);
    }

    /** Tells of a refund: the trade once more, with what went back of it in all. */
    Outbound compose(Refund refund, NotificationOrder order) {
        Payment payment = books.payment(refund.paymentNo()).orElseThrow();
        Map<String, String> fields = fields(payment, trades.status(payment), refund.refundNo(), order);
        fields.put("out_biz_no", refund.refundNo());
        fields.put("refund_fee", AlipayTrades.yuan(trades.refundedFen(payment)));
        fields.put("gmt_refund", AlipayTrades.time(Objects.requireNonNullElseGet(refund.settledAt(), clock)) + ".000");
        return compose(payment, fields, order);
    }

    private Map<String, String> fields(Payment payment, String status, String event, NotificationOrder order) {
        Instant now = clock.get();
        Long ordered = order.amountFen();
        long fen = ordered != null
                ? ordered
                : order.tamper() == Tamper.AMOUNT ? payment.amountFen() - 1 : payment.amountFen();
        String buyer = Objects.requireNonNullElse(payment.payer(), "buyer-of-the-sandbox");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("notify_time", AlipayTrades.time(order.tamper() == Tamper.STALE ? now.minus(STALE) : now));
        fields.put("notify_type", "trade_status_sync");
        fields.put("notify_id", id(event + status, order));
        fields.put("app_id", payment.terms().appId());
        fields.put("auth_app_id", payment.terms().appId());
        fields.put("charset", "UTF-8");
        fields.put("version", "1.0");
        fields.put("trade_no", payment.terms().transactionId());
        fields.put("out_trade_no", payment.paymentNo());
        fields.put("buyer_open_id", buyer);
        fields.put("seller_id", order.tamper() == Tamper.MERCHANT ? "2088999999999999" : settings.sellerId());
        fields.put("trade_status", status);
        fields.put("total_amount", AlipayTrades.yuan(fen));
        fields.put("receipt_amount", AlipayTrades.yuan(fen));
        fields.put("buyer_pay_amount", AlipayTrades.yuan(fen));
        fields.put("invoice_amount", AlipayTrades.yuan(fen));
        fields.put("subject", payment.terms().description());
        fields.put("gmt_create", AlipayTrades.time(payment.terms().openedAt()));
        fields.put("gmt_payment", AlipayTrades.time(Objects.requireNonNullElse(payment.paidAt(), now)));
        fields.put(
                "fund_bill_list",
                "[{\"amount\":\"" + AlipayTrades.yuan(fen) + "\",\"fundChannel\":\"ALIPAYACCOUNT\"}]");
        if (order.tamper() == Tamper.CURRENCY) {
            fields.put("trans_currency", "USD");
        }
        return fields;
    }

    private Outbound compose(Payment payment, Map<String, String> fields, NotificationOrder order) {
        String sign =
                switch (order.tamper()) {
                    case SIGNATURE -> signer.notificationSignOfStranger(fields);
                    case PROBE -> Base64.getEncoder().encodeToString(Randoms.bytes(256));
                    default -> signer.notificationSign(fields);
                };
        if (order.tamper() == Tamper.BODY) {
            fields.computeIfPresent("subject", (name, subject) -> subject + "！");
        }
        fields.put("sign_type", "RSA2");
        fields.put("sign", sign);
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return new Outbound(
                payment.terms().notifyUrl(),
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
                form.getBytes(StandardCharsets.UTF_8));
    }

    /** Repeats of one event share their id; what a tester invents is another event. */
    private static String id(String event, NotificationOrder order) {
        String name = order.tamper() != Tamper.NONE || order.amountFen() != null ? event + order : event;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }
}
