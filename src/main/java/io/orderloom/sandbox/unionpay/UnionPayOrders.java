package io.orderloom.sandbox.unionpay;

import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Payment.State;
import io.orderloom.sandbox.crypto.Randoms;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** Opens payments: an order is known by merchant, number and time together. */
final class UnionPayOrders {

    private static final Duration WITHOUT_EXPIRY = Duration.ofHours(24);

    /** An order's time must be about now; who writes it in another zone is found out. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(2);

    private final UnionPaySettings settings;
    private final UnionPaySigner signer;
    private final Books books;
    private final Supplier<Instant> clock;

    UnionPayOrders(UnionPaySettings settings, UnionPaySigner signer, Books books, Supplier<Instant> clock) {
        this.settings = settings;
        this.signer = signer;
        this.books = books;
        this.clock = clock;
    }

    /** UnionPay's ways of paying. */
    enum Scene {
        NATIVE("07", "000000"),
        H5("01", "000201"),
        APP("01", "000201");

        private final String txnSubType;
        private final String bizType;

        Scene(String txnSubType, String bizType) {
            this.txnSubType = txnSubType;
            this.bizType = bizType;
        }

        String bizType() {
            return bizType;
        }

        String txnSubType() {
            return txnSubType;
        }
    }

    /** Lets a message pass that the merchant signed. @throws io.orderloom.sandbox.wire.Refused else */
    void check(UnionPayWords words) {
        checkSender(words);
        Map<String, String> asked = words.asked();
        if (!asked.getOrDefault("orderId", "").matches("[0-9A-Za-z]{8,40}")
                || UnionPayWords.moment(asked.getOrDefault("txnTime", "")).isEmpty()
                || !"0".equals(asked.get("accessType"))
                || asked.getOrDefault("bizType", "").isEmpty()) {
            throw words.refusal("13");
        }
    }

    /** Lets pass what the merchant signed, whatever it says. @throws io.orderloom.sandbox.wire.Refused else */
    void checkSender(UnionPayWords words) {
        Map<String, String> asked = words.asked();
        if (!"5.1.0".equals(asked.get("version")) || !"01".equals(asked.get("signMethod"))) {
            throw words.refusal("10");
        }
        if (!settings.merId().equals(asked.get("merId"))) {
            throw words.refusal("31");
        }
        if (!signer.isMerchants(asked)) {
            throw words.refusal("11");
        }
    }

    /** Opens an order, or finds it again by the same words. @throws io.orderloom.sandbox.wire.Refused else */
    Payment open(Scene scene, UnionPayWords words) {
        check(words);
        Payment asked = asked(scene, words);
        return books.inOnePiece(() -> {
            Optional<Payment> known = books.payment(asked.paymentNo());
            if (known.isEmpty() && books.refund(asked.paymentNo()).isEmpty()) {
                return books.write(asked);
            }
            return known.filter(order -> order.channel().equals(UnionPay.NAME)
                            && order.terms().content().equals(asked.terms().content())
                            && order.stateAt(clock.get()) == State.NOTPAY)
                    .orElseThrow(() -> words.refusal("12"));
        });
    }

    private Payment asked(Scene scene, UnionPayWords words) {
        Map<String, String> fields = words.asked();
        Instant now = clock.get();
        String txnTime = fields.getOrDefault("txnTime", "");
        Instant orderedAt = UnionPayWords.moment(txnTime).orElseThrow();
        String amount = fields.getOrDefault("txnAmt", "");
        if (!"01".equals(fields.get("txnType"))
                || !scene.txnSubType().equals(fields.get("txnSubType"))
                || !scene.bizType().equals(fields.get("bizType"))
                || !fields.getOrDefault("channelType", "").matches("07|08")
                || !amount.matches("0*[1-9][0-9]{0,11}")
                || amount.length() > 12
                || !"156".equals(fields.get("currencyCode"))
                || !isWebAddress(fields.getOrDefault("backUrl", ""))) {
            throw words.refusal("13");
        }
        if (Duration.between(orderedAt, now).abs().compareTo(CLOCKS_DIFFER) > 0) {
            throw words.refusal("39");
        }
        String timeout = fields.getOrDefault("payTimeout", "");
        Instant expiresAt = timeout.isEmpty()
                ? orderedAt.plus(WITHOUT_EXPIRY)
                : UnionPayWords.moment(timeout).orElseThrow(() -> words.refusal("13"));
        if (!expiresAt.isAfter(now)) {
            throw words.refusal("39");
        }
        String paymentNo = fields.getOrDefault("orderId", "");
        Payment.Terms terms = new Payment.Terms(
                UnionPay.NAME,
                paymentNo,
                scene.name(),
                settings.merId(),
                "CNY",
                fields.getOrDefault("orderDesc", "银联订单"),
                fields.get("reqReserved"),
                fields.getOrDefault("backUrl", ""),
                QueryId.of(txnTime),
                content(scene, fields),
                now,
                expiresAt);
        return new Payment(terms, State.NOTPAY, Long.parseLong(amount), null, null, handle(scene, paymentNo), now);
    }

    private static String handle(Scene scene, String paymentNo) {
        return switch (scene) {
            case NATIVE -> "https://qr.95516.com/00010000/" + Randoms.digits(32);
            case H5 -> "form:" + paymentNo;
            case APP -> Randoms.digits(21);
        };
    }

    /** The same words make the same order, whoever's certificate signed them. */
    private static String content(Scene scene, Map<String, String> fields) {
        Map<String, String> words = new TreeMap<>(fields);
        words.keySet().removeAll(java.util.Set.of("signature", "certId"));
        return UUID.nameUUIDFromBytes((scene + words.toString()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Real ones must be reachable from outside; a sandbox also tells a service on the same machine. */
    static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
