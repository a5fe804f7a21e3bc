package io.orderloom.sandbox.wechatpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Opens payments: {@code POST /v3/pay/transactions/{jsapi|native|h5|app}}. */
final class WechatPayPrepay {

    /** How long a prepay id can be shown to the payer. */
    static final Duration HANDLE_LIFE = Duration.ofHours(2);

    private static final Duration WITHOUT_EXPIRY = Duration.ofDays(7);
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final WechatPaySettings settings;
    private final Books books;
    private final Supplier<Instant> clock;
    private final Supplier<String> baseUrl;

    WechatPayPrepay(WechatPaySettings settings, Books books, Supplier<Instant> clock, Supplier<String> baseUrl) {
        this.settings = settings;
        this.books = books;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    /** Opens a payment, or gives its handle again to the same question. */
    HttpAnswer open(Scene scene, HttpCall call) {
        ObjectNode body = call.json().orElseThrow(() -> WechatPayWords.parameter("请求体不是合法的JSON对象"));
        Payment asked = asked(scene, body);
        Payment opened = books.inOnePiece(() -> books.payment(asked.paymentNo())
                .map(known -> again(known, asked))
                .orElseGet(() -> opened(asked)));
        return HttpAnswer.json(200, Map.of(scene.answerField(), opened.handle()));
    }

    private Payment opened(Payment asked) {
        if (!asked.terms().expiresAt().isAfter(asked.terms().openedAt())) {
            throw WechatPayWords.parameter("time_expire须晚于当前时间");
        }
        return books.write(asked);
    }

    private Payment again(Payment known, Payment asked) {
        if (!known.channel().equals(WechatPay.NAME)) {
            throw WechatPayWords.refusal(403, "OUT_TRADE_NO_USED", "商户订单号重复");
        }
        Instant now = clock.get();
        switch (known.stateAt(now)) {
            case SUCCESS, REFUND -> throw WechatPayWords.refusal(400, "ORDERPAID", "该订单已支付");
            case CLOSED -> throw WechatPayWords.refusal(400, "ORDER_CLOSED", "该订单已关闭");
            case NOTPAY -> {
                if (!known.terms().content().equals(asked.terms().content())) {
                    throw WechatPayWords.refusal(403, "OUT_TRADE_NO_USED", "商户订单号重复，请求参数与首次不一致");
                }
            }
        }
        boolean fresh = known.handleIssuedAt().plus(HANDLE_LIFE).isAfter(now);
        return fresh ? known : books.write(known.handedOutAgain(asked.handle(), now));
    }

    private Payment asked(Scene scene, ObjectNode body) {
        Instant now = clock.get();
        if (!settings.mchId().equals(required(body, "mchid", 32))) {
            throw WechatPayWords.refusal(400, "MCH_NOT_EXISTS", "商户号不存在");
        }
        String appId = required(body, "appid", 32);
        if (!settings.appId().equals(appId)) {
            throw WechatPayWords.refusal(400, "APPID_MCHID_NOT_MATCH", "商户号和appid没有绑定关系");
        }
        String description = required(body, "description", 127);
        String paymentNo = required(body, "out_trade_no", 32);
        if (!paymentNo.matches("[0-9A-Za-z_\\-*]{6,32}")) {
            throw WechatPayWords.parameter("out_trade_no须为6-32个字符，仅含数字、字母、_-*");
        }
        optional(body, "goods_tag", 32);
        JsonNode amount = body.path("amount");
        if (!amount.path("total").isIntegralNumber()
                || !amount.path("total").canConvertToLong()
                || amount.path("total").asLong() < 1) {
            throw WechatPayWords.parameter("amount.total须为不小于1的整数（分）");
        }
        String currency = amount.path("currency").asText("CNY");
        if (!currency.equals("CNY")) {
            throw WechatPayWords.parameter("amount.currency仅支持CNY");
        }
        String payer = null;
        if (scene == Scene.JSAPI) {
            payer = required(body.path("payer"), "openid", 128);
            if (!payer.matches("[0-9A-Za-z_\\-]+")) {
                throw WechatPayWords.parameter("无效的openid");
            }
        }
        if (scene == Scene.MWEB) {
            required(body.path("scene_info"), "payer_client_ip", 45);
            required(body.path("scene_info").path("h5_info"), "type", 32);
        }
        Payment.Terms terms = new Payment.Terms(
                WechatPay.NAME,
                paymentNo,
                scene.name(),
                appId,
                currency,
                description,
                optional(body, "attach", 128).orElse(null),
                notifyUrl(required(body, "notify_url", 256)),
                "4200" + Randoms.digits(24),
                digest(scene, body),
                now,
                expiry(body, now));
        return new Payment(
                terms, Payment.State.NOTPAY, amount.path("total").asLong(), payer, null, handle(scene, terms), now);
    }

    private String handle(Scene scene, Payment.Terms terms) {
        return switch (scene) {
            case JSAPI, APP ->
                "wx" + COMPACT.format(terms.openedAt().atZone(WechatPayWords.BEIJING)) + Randoms.lowerHex(20);
            case NATIVE -> "weixin://wxpay/bizpayurl?pr=" + Randoms.alphanumeric(9);
            case MWEB ->
                baseUrl.get() + "/?paymentNo=" + terms.paymentNo().replace("*", "%2A") + "&package="
                        + Randoms.digits(10);
        };
    }

    private static Instant expiry(ObjectNode body, Instant now) {
        Optional<String> text = optional(body, "time_expire", 64);
        if (text.isEmpty()) {
            return now.plus(WITHOUT_EXPIRY);
        }
        try {
            return OffsetDateTime.parse(text.get()).toInstant();
        } catch (DateTimeException e) {
            throw WechatPayWords.parameter("time_expire须为RFC 3339格式");
        }
    }

    /** Real ones must be https; a sandbox also tells a service on the same machine. */
    static String notifyUrl(String text) {
        try {
            URI url = new URI(text);
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (web && url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null) {
                return text;
            }
        } catch (java.net.URISyntaxException e) {
            throw WechatPayWords.parameter("notify_url格式错误");
        }
        throw WechatPayWords.parameter("notify_url须为完整地址且不能携带参数");
    }

    static String required(JsonNode parent, String field, int longest) {
        return optional(parent, field, longest)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> WechatPayWords.parameter("缺少必填参数" + field));
    }

    static Optional<String> optional(JsonNode parent, String field, int longest) {
        JsonNode value = parent.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()
                || value.textValue().codePointCount(0, value.textValue().length()) > longest) {
            throw WechatPayWords.parameter(field + "须为不超过" + longest + "个字符的文本");
        }
        return Optional.of(value.textValue());
    }

    /** The order of fields and amounts written as 1 or 1.0 do not make another question. */
    private static String digest(Scene scene, JsonNode body) {
        try {
            byte[] text = (scene + canonical(body)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        }
    }

    private static String canonical(JsonNode node) {
        if (!node.isObject()) {
            return Json.text(node);
        }
        Map<String, String> fields = new TreeMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), canonical(field.getValue())));
        return fields.toString();
    }

    /** WeChat Pay's ways of paying, by the trade type that a query tells. */
    enum Scene {
        JSAPI("prepay_id"),
        NATIVE("code_url"),
        MWEB("h5_url"),
        APP("prepay_id");

        private final String answerField;

        Scene(String answerField) {
            this.answerField = answerField;
        }

        String answerField() {
            return answerField;
        }
    }
}
