package io.orderloom.sandbox.unionpay;

import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.gateway.NotificationOrder;
import io.orderloom.sandbox.gateway.Outbound;
import io.orderloom.sandbox.gateway.Tamper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Back notifications as UnionPay writes them, and as a forger would. */
final class UnionPayNotices {

    private final UnionPaySettings settings;
    private final UnionPaySigner signer;
    private final Supplier<Instant> clock;

    UnionPayNotices(UnionPaySettings settings, UnionPaySigner signer, Supplier<Instant> clock) {
        this.settings = settings;
        this.signer = signer;
        this.clock = clock;
    }

    /** Tells that a payment succeeded; of an unpaid one it tells what would be told if it did. */
    Outbound compose(Payment payment, NotificationOrder order) {
        Payment told = payment.paid(
                amount(payment.amountFen(), order), null, Objects.requireNonNullElseGet(payment.paidAt(), clock));
        UnionPayOrders.Scene scene =
                UnionPayOrders.Scene.valueOf(payment.terms().scene());
        Map<String, String> fields = new TreeMap<>(UnionPayQueries.told(told));
        fields.put("orderId", payment.paymentNo());
        fields.put("txnTime", QueryId.txnTime(payment.terms().transactionId()));
        fields.put("txnType", "01");
        fields.put("txnSubType", scene.txnSubType());
        fields.put("bizType", scene.bizType());
        fields.put("respCode", "00");
        return compose(payment.terms().notifyUrl(), fields, order);
    }

    /** Tells how a refund ended, well or not; of an undecided one that it succeeded. */
    Outbound compose(Refund refund, NotificationOrder order) {
        Refund.State state = refund.state() == Refund.State.PROCESSING ? Refund.State.SUCCESS : refund.state();
        Map<String, String> fields = new TreeMap<>(UnionPayQueries.told(refund));
        fields.put("orderId", refund.refundNo());
        fields.put("txnTime", QueryId.txnTime(refund.refundId()));
        fields.put("txnType", "04");
        fields.put("txnSubType", "00");
        fields.put("bizType", "000201");
        fields.put("txnAmt", Long.toString(amount(refund.amountFen(), order)));
        fields.put("respCode", UnionPayRefunds.code(state));
        return compose(Objects.requireNonNull(refund.notifyUrl()), fields, order);
    }

    private Outbound compose(String url, Map<String, String> fields, NotificationOrder order) {
        fields.put("respMsg", UnionPayWords.message(fields.getOrDefault("respCode", "")));
        fields.put("accessType", "0");
        fields.put("merId", order.tamper() == Tamper.MERCHANT ? "777290000000000" : settings.merId());
        if (order.tamper() == Tamper.CURRENCY) {
            fields.put("currencyCode", "840");
            fields.put("settleCurrencyCode", "840");
        }
        Map<String, String> whole =
                switch (order.tamper()) {
                    case SIGNATURE -> signer.signedByStranger(fields);
                    // It carries no time of sending, but its certificate may be over.
                    case STALE -> signer.signedByOutdated(fields);
                    default -> signer.signed(fields);
                };
        if (order.tamper() == Tamper.BODY) {
            whole.put("respMsg", whole.get("respMsg") + "！");
        }
        if (order.tamper() == Tamper.PROBE) {
            whole.compute("signature", (name, signature) -> new StringBuilder(String.valueOf(signature))
                    .reverse()
                    .toString());
        }
        String form = whole.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return new Outbound(
                url,
                Map.of("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"),
                form.getBytes(StandardCharsets.UTF_8));
    }

    private static long amount(long trueFen, NotificationOrder order) {
        Long ordered = order.amountFen();
        if (ordered != null) {
            return ordered;
        }
        return order.tamper() == Tamper.AMOUNT ? Math.max(0, trueFen - 1) : trueFen;
    }
}
