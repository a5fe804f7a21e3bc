package io.orderloom.sandbox.alipay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.alipay.AlipayAnswers.Refusal;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Journal;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Payment.State;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.wire.Json;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens, tells of and closes trades. What comes from a code, a page or an app is no trade before the payer
 * has opened it.
 */
final class AlipayTrades {

    static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    /** Contracts differ; this is the usual one. */
    private static final Duration REFUNDABLE = Duration.ofDays(365);

    private static final Duration WITHOUT_EXPIRY = Duration.ofDays(15);
    private static final String SCANNED = "alipay-scanned";

    private final AlipaySettings settings;
    private final Books books;
    private final Journal journal;
    private final Supplier<Instant> clock;
    private final Set<String> scanned = ConcurrentHashMap.newKeySet();

    AlipayTrades(AlipaySettings settings, Books books, Journal journal, Supplier<Instant> clock) {
        this.settings = settings;
        this.books = books;
        this.journal = journal;
        this.clock = clock;
        journal.replay(SCANNED, Scanned.class, one -> scanned.add(one.paymentNo()));
    }

    private record Scanned(String paymentNo) {}

    /** Alipay's products, by the code that a query does not tell but a merchant gives. */
    enum Product {
        JSAPI_PAY,
        FACE_TO_FACE_PAYMENT,
        QUICK_WAP_WAY,
        QUICK_MSECURITY_PAY
    }

    /** Opens a trade, or finds it again when the same is asked. */
    Payment open(Product product, JsonNode content, @Nullable String notifyUrl) {
        Payment asked = asked(product, content, notifyUrl);
        return books.inOnePiece(() -> books.payment(asked.paymentNo())
                .map(known -> again(known, asked))
                .orElseGet(() -> opened(asked)));
    }

    /** The payer has opened a code: from now on there is a trade. */
    void scan(Payment payment) {
        if (isCode(payment) && scanned.add(payment.paymentNo())) {
            journal.append(SCANNED, new Scanned(payment.paymentNo()));
        }
    }

    /** @throws AlipayAnswers.Refusing when there is no such trade, or not yet */
    Payment known(JsonNode content) {
        String paymentNo = text(content, "out_trade_no");
        String tradeNo = text(content, "trade_no");
        return (paymentNo.isEmpty()
                        ? books.payments().stream()
                                .filter(payment -> payment.channel().equals(Alipay.NAME))
                                .filter(payment ->
                                        payment.terms().transactionId().equals(tradeNo))
                                .findFirst()
                        : books.payment(Alipay.NAME, paymentNo))
                .filter(this::isTrade)
                .orElseThrow(() -> Refusal.business("TRADE_NOT_EXIST", "交易不存在").refusing());
    }

    /** A trade as query tells it. */
    ObjectNode describe(Payment payment) {
        ObjectNode told = Json.object()
                .put("out_trade_no", payment.paymentNo())
                .put("trade_no", payment.terms().transactionId())
                .put("trade_status", status(payment))
                .put("total_amount", yuan(payment.amountFen()))
                .put("buyer_logon_id", "pay***@sandbox.example");
        Instant paidAt = payment.paidAt();
        if (paidAt != null) {
            told.put("send_pay_date", time(paidAt))
                    .put("receipt_amount", yuan(payment.amountFen()))
                    .put("buyer_pay_amount", yuan(payment.amountFen()))
                    .put("buyer_open_id", payment.payer());
        }
        return told;
    }

    ObjectNode close(JsonNode content) {
        return books.inOnePiece(() -> {
            Payment payment = known(content);
            if (payment.stateAt(clock.get()) != State.NOTPAY) {
                throw Refusal.business("TRADE_STATUS_ERROR", "交易状态不合法").refusing();
            }
            books.write(payment.in(State.CLOSED));
            return Json.object()
                    .put("out_trade_no", payment.paymentNo())
                    .put("trade_no", payment.terms().transactionId());
        });
    }

    /** Refunded whole it is closed, refunded in part it is still a success. */
    String status(Payment payment) {
        return switch (payment.stateAt(clock.get())) {
            case NOTPAY -> "WAIT_BUYER_PAY";
            case SUCCESS -> isFinished(payment) ? "TRADE_FINISHED" : "TRADE_SUCCESS";
            case REFUND ->
                refundedFen(payment) >= payment.amountFen()
                        ? "TRADE_CLOSED"
                        : isFinished(payment) ? "TRADE_FINISHED" : "TRADE_SUCCESS";
            case CLOSED -> "TRADE_CLOSED";
        };
    }

    /** Whether the time for refunds is over, as most contracts have it: a year after the payment. */
    boolean isFinished(Payment payment) {
        Instant paidAt = payment.paidAt();
        return paidAt != null && paidAt.plus(REFUNDABLE).isBefore(clock.get());
    }

    long refundedFen(Payment payment) {
        return books.refundsOf(payment.paymentNo()).stream()
                .filter(refund -> refund.state() == Refund.State.SUCCESS)
                .mapToLong(Refund::amountFen)
                .sum();
    }

    static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    /** @throws AlipayAnswers.Refusing when it is no amount of at least one fen */
    static long fen(JsonNode content, String field) {
        String yuan = text(content, field);
        if (!yuan.matches("\\d{1,9}(\\.\\d{1,2})?") || new BigDecimal(yuan).signum() == 0) {
            throw Refusal.business("INVALID_PARAMETER", field + "须为0.01至100000000.00的金额（元）")
                    .refusing();
        }
        return new BigDecimal(yuan).movePointRight(2).longValueExact();
    }

    static String time(Instant at) {
        return TIME.format(at.atZone(BEIJING));
    }

    /** Empty when the field is absent. */
    static String text(JsonNode content, String field) {
        return content.path(field).asText("");
    }

    private boolean isTrade(Payment payment) {
        return !isCode(payment) || payment.state().paid() || scanned.contains(payment.paymentNo());
    }

    private static boolean isCode(Payment payment) {
        return payment.terms().scene().equals(Product.FACE_TO_FACE_PAYMENT.name());
    }

    private Payment opened(Payment asked) {
        if (!asked.terms().expiresAt().isAfter(asked.terms().openedAt())) {
            throw Refusal.business("INVALID_PARAMETER", "time_expire须晚于当前时间").refusing();
        }
        return books.write(asked);
    }

    private Payment again(Payment known, Payment asked) {
        if (!known.channel().equals(Alipay.NAME)
                || !known.terms().content().equals(asked.terms().content())) {
            throw Refusal.business("CONTEXT_INCONSISTENT", "交易信息被篡改").refusing();
        }
        switch (known.stateAt(clock.get())) {
            case SUCCESS, REFUND ->
                throw Refusal.business("TRADE_HAS_SUCCESS", "交易已被支付").refusing();
            case CLOSED -> throw Refusal.business("TRADE_HAS_CLOSE", "交易已经关闭").refusing();
            case NOTPAY -> {}
        }
        return known;
    }

    private Payment asked(Product product, JsonNode content, @Nullable String notifyUrl) {
        Instant now = clock.get();
        String paymentNo = required(content, "out_trade_no", 64);
        if (!paymentNo.matches("[0-9A-Za-z_]{1,64}")) {
            throw Refusal.business("INVALID_PARAMETER", "out_trade_no仅含字母、数字、下划线")
                    .refusing();
        }
        String subject = required(content, "subject", 256);
        if (subject.matches(".*[/=&].*")) {
            throw Refusal.business("INVALID_PARAMETER", "subject不可使用/、=、&").refusing();
        }
        if (!product.name().equals(required(content, "product_code", 64))) {
            throw Refusal.business("INVALID_PARAMETER", "product_code与接口不一致").refusing();
        }
        long fen = fen(content, "total_amount");
        String payer = null;
        if (product == Product.JSAPI_PAY) {
            payer = text(content, "buyer_open_id").isEmpty()
                    ? required(content, "buyer_id", 28)
                    : text(content, "buyer_open_id");
            if (!settings.appId().equals(required(content, "op_app_id", 32))) {
                throw Refusal.business("INVALID_PARAMETER", "op_app_id无效").refusing();
            }
        }
        Payment.Terms terms = new Payment.Terms(
                Alipay.NAME,
                paymentNo,
                product.name(),
                settings.appId(),
                "CNY",
                subject,
                null,
                notifyUrl(notifyUrl),
                time(now).substring(0, 10).replace("-", "") + "22001" + Randoms.digits(15),
                product + "|" + fen + "|" + subject + "|" + payer,
                now,
                expiry(content, now));
        String handle =
                switch (product) {
                    case JSAPI_PAY -> terms.transactionId();
                    case FACE_TO_FACE_PAYMENT -> "https://qr.alipay.com/bax" + Randoms.alphanumeric(20);
                    case QUICK_WAP_WAY, QUICK_MSECURITY_PAY -> product + ":" + paymentNo;
                };
        return new Payment(terms, State.NOTPAY, fen, payer, null, handle, now);
    }

    private static Instant expiry(JsonNode content, Instant now) {
        String text = text(content, "time_expire");
        if (text.isEmpty()) {
            return now.plus(WITHOUT_EXPIRY);
        }
        try {
            return LocalDateTime.parse(text, TIME).atZone(BEIJING).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.business("INVALID_PARAMETER", "time_expire格式为yyyy-MM-dd HH:mm:ss")
                    .refusing();
        }
    }

    /** Real ones must be https; a sandbox also tells a service on the same machine. */
    private static String notifyUrl(@Nullable String text) {
        try {
            URI url = new URI(text == null ? "" : text);
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (web && url.getHost() != null) {
                return url.toString();
            }
        } catch (URISyntaxException e) {
            throw Refusal.argument("invalid-parameter", "notify_url格式错误").refusing();
        }
        throw Refusal.argument("invalid-parameter", "notify_url须为完整地址").refusing();
    }

    private static String required(JsonNode content, String field, int longest) {
        String text = text(content, field);
        if (text.isBlank() || text.codePointCount(0, text.length()) > longest) {
            throw Refusal.business("INVALID_PARAMETER", field + "缺失或超过" + longest + "个字符")
                    .refusing();
        }
        return text;
    }
}
