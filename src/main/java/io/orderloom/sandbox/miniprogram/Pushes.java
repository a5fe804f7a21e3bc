package io.orderloom.sandbox.miniprogram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.control.ControlCall;
import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.gateway.Courier;
import io.orderloom.sandbox.gateway.Outbound;
import io.orderloom.sandbox.gateway.Tamper;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * What the platform pushes to the shop: what users write and do, and what it has to say of orders. Signed and
 * encrypted like the real one, or tampered with.
 */
final class Pushes {

    private static final String WECHAT_PAY = "WECHAT_PAY";
    private static final String STRANGER = "wx0000000000000000";

    /** In which form the shop has asked for pushes. */
    enum Format {
        JSON,
        XML
    }

    /** How the shop has asked for them. */
    enum Mode {
        SAFE,
        PLAIN
    }

    private record Order(Format format, Mode mode, Tamper tamper, String url) {}

    private final MiniProgramSettings settings;
    private final String mchId;
    private final Books books;
    private final Messages messages;
    private final Courier courier;
    private final PushCipher cipher;
    private final Supplier<Instant> clock;
    private final Supplier<Instant> wireClock;

    Pushes(
            MiniProgramSettings settings,
            String mchId,
            Books books,
            Messages messages,
            Courier courier,
            Supplier<Instant> clock,
            Supplier<Instant> wireClock) {
        this.settings = settings;
        this.mchId = mchId;
        this.books = books;
        this.messages = messages;
        this.courier = courier;
        this.cipher = new PushCipher(settings.encodingAesKey());
        this.clock = clock;
        this.wireClock = wireClock;
    }

    /** {@code POST /sandbox/v1/mini-program/pushes}: pushes, and tells what the shop answered. */
    HttpAnswer push(HttpCall call) {
        ControlCall asked = ControlCall.of(
                call,
                "openid",
                "text",
                "msgType",
                "event",
                "paymentNo",
                "fields",
                "msgId",
                "createTime",
                "format",
                "mode",
                "tamper",
                "copies",
                "parallel",
                "url");
        Order order = new Order(
                asked.word("format", Format.class).orElse(Format.JSON),
                asked.word("mode", Mode.class).orElse(Mode.SAFE),
                tamper(asked),
                asked.text("url")
                        .or(() -> Optional.ofNullable(settings.pushUrl()))
                        .orElseThrow(() -> ControlCall.problem(409, "NOBODY_TO_TELL", "Say where to push, in url")));
        Map<String, Object> message = message(asked);
        if (order.tamper() == Tamper.NONE) {
            asked.text("openid").ifPresent(openid -> happened(openid, message));
        }
        int parallel = asked.whole("parallel", 1, 64).orElse(1L).intValue();
        int copies =
                Math.max(parallel, asked.whole("copies", 1, 1000).orElse(1L).intValue());
        ObjectNode answer = Json.object().put("msgId", String.valueOf(message.getOrDefault("MsgId", "")));
        ArrayNode statuses = answer.putArray("answers");
        ArrayNode bodies = answer.putArray("bodies");
        deliver(message, order, copies, parallel).forEach(reply -> {
            statuses.add(reply.status());
            bodies.add(reply.body());
        });
        return HttpAnswer.json(200, answer);
    }

    private static Tamper tamper(ControlCall asked) {
        Tamper tamper = asked.word("tamper", Tamper.class).orElse(Tamper.NONE);
        if (tamper == Tamper.AMOUNT || tamper == Tamper.CURRENCY || tamper == Tamper.PROBE) {
            throw ControlCall.problem(
                    422, "TAMPER_IMPOSSIBLE", "A push has no amount, and WeChat sends no probes here");
        }
        return tamper;
    }

    private void happened(String openid, Map<String, Object> message) {
        if (!"event".equals(message.get("MsgType"))) {
            messages.wrote(openid);
        } else if ("user_enter_tempsession".equals(message.get("Event"))) {
            messages.entered(openid);
        }
    }

    private Map<String, Object> message(ControlCall asked) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("ToUserName", "gh_sandbox");
        message.put("FromUserName", asked.text("openid").orElse("openid-platform"));
        message.put("CreateTime", asked.whole("createTime", 0, Long.MAX_VALUE).orElseGet(() -> clock.get()
                .getEpochSecond()));
        Optional<String> event = asked.text("event");
        if (event.isPresent()) {
            message.put("MsgType", "event");
            message.put("Event", event.get());
            asked.text("paymentNo").ifPresent(paymentNo -> trade(message, paymentNo));
        } else {
            String type = asked.text("msgType").orElse("text");
            message.put("MsgType", type);
            if (type.equals("text")) {
                message.put("Content", asked.requiredText("text"));
            } else {
                message.put("MediaId", Randoms.alphanumeric(32));
            }
            message.put("MsgId", Long.parseLong(asked.text("msgId").orElseGet(() -> "2" + Randoms.digits(16))));
        }
        for (Map.Entry<String, JsonNode> field :
                asked.value("fields").map(JsonNode::properties).orElse(java.util.Set.of())) {
            message.put(field.getKey(), field.getValue().asText());
        }
        return message;
    }

    private void trade(Map<String, Object> message, String paymentNo) {
        Payment payment = books.payment(WECHAT_PAY, paymentNo)
                .orElseThrow(() -> ControlCall.problem(404, "NOT_FOUND", "No such payment"));
        Instant paidAt = payment.paidAt();
        message.put("transaction_id", payment.terms().transactionId());
        message.put("merchant_id", mchId);
        message.put("sub_merchant_id", "");
        message.put("merchant_trade_no", paymentNo);
        message.put("pay_time", (paidAt == null ? payment.terms().openedAt() : paidAt).getEpochSecond());
        message.put("msg", "该订单已支付，请尽快发货并上传物流信息");
    }

    private List<Courier.Reply> deliver(Map<String, Object> message, Order order, int copies, int parallel) {
        ExecutorService senders = Executors.newFixedThreadPool(parallel);
        try {
            List<CompletableFuture<Courier.Reply>> replies = new ArrayList<>();
            for (int i = 0; i < copies; i++) {
                replies.add(CompletableFuture.supplyAsync(() -> courier.carry(compose(message, order)), senders));
            }
            return replies.stream().map(CompletableFuture::join).toList();
        } finally {
            senders.shutdown();
        }
    }

    private Outbound compose(Map<String, Object> message, Order order) {
        Tamper tamper = order.tamper();
        String token = tamper == Tamper.SIGNATURE ? Randoms.alphanumeric(16) : settings.pushToken();
        Instant at = tamper == Tamper.STALE ? wireClock.get().minus(Duration.ofDays(1)) : wireClock.get();
        String timestamp = String.valueOf(at.getEpochSecond());
        String nonce = Randoms.digits(10);
        Map<String, Object> content = new LinkedHashMap<>(message);
        String query = "?signature=" + PushCipher.signature(token, timestamp, nonce) + "&timestamp=" + timestamp
                + "&nonce=" + nonce;
        if (order.mode() == Mode.SAFE) {
            String owner = tamper == Tamper.MERCHANT ? STRANGER : settings.appId();
            String sealed = cipher.encrypt(written(content, order.format()), owner);
            query += "&encrypt_type=aes&msg_signature=" + PushCipher.signature(token, timestamp, nonce, sealed);
            if (tamper == Tamper.BODY) {
                sealed = cipher.encrypt(written(Map.of("MsgType", "text", "Content", "forged"), order.format()), owner);
            }
            content = new LinkedHashMap<>();
            content.put("ToUserName", "gh_sandbox");
            content.put("Encrypt", sealed);
        }
        String type = order.format() == Format.JSON ? "application/json" : "text/xml";
        return new Outbound(
                order.url() + query,
                Map.of("Content-Type", type + "; charset=utf-8"),
                written(content, order.format()).getBytes(StandardCharsets.UTF_8));
    }

    private static String written(Map<String, Object> message, Format format) {
        if (format == Format.JSON) {
            return Json.text(message);
        }
        StringBuilder xml = new StringBuilder("<xml>");
        message.forEach((name, value) -> {
            xml.append('<').append(name).append('>');
            if (value instanceof Number) {
                xml.append(value);
            } else {
                xml.append("<![CDATA[")
                        .append(String.valueOf(value).replace("]]>", "]]]]><![CDATA[>"))
                        .append("]]>");
            }
            xml.append("</").append(name).append('>');
        });
        return xml.append("</xml>").toString();
    }
}
