package io.orderloom.sandbox.wechatpay;

import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.crypto.Rsa;
import io.orderloom.sandbox.wechatpay.WechatPayKeyring.Signing;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * WeChat Pay's signatures, both ways: checks who calls, signs what is answered and told. Judged by the wire
 * clock within five minutes.
 */
final class WechatPaySigner {

    private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Pattern ITEM = Pattern.compile("\\s*([a-z_]+)=\"([^\"]*)\"\\s*(?:,|$)");

    private final WechatPaySettings settings;
    private final WechatPayKeyring keyring;
    private final Supplier<Instant> wireClock;

    WechatPaySigner(WechatPaySettings settings, WechatPayKeyring keyring, Supplier<Instant> wireClock) {
        this.settings = settings;
        this.keyring = keyring;
        this.wireClock = wireClock;
    }

    /**
     * Lets a rightly signed call pass.
     *
     * @throws io.orderloom.sandbox.wire.Refused 401 SIGN_ERROR
     */
    void check(HttpCall call) {
        Map<String, String> items = items(call.header("Authorization").orElse(""));
        if (!settings.mchId().equals(items.get("mchid"))) {
            throw signError("商户号不存在或缺失");
        }
        PublicKey merchant =
                keyring.merchantKey(items.getOrDefault("serial_no", "")).orElseThrow(() -> signError("商户证书序列号有误"));
        String timestamp = items.getOrDefault("timestamp", "");
        if (!timestamp.matches("\\d{1,12}")
                || Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), wireClock.get())
                                .abs()
                                .compareTo(WINDOW)
                        > 0) {
            throw signError("Http头Authorization值中的timestamp与发起请求的时间不得超过5分钟");
        }
        String nonce = items.getOrDefault("nonce_str", "");
        byte[] text = lines(
                (call.method() + "\n" + call.target() + "\n" + timestamp + "\n" + nonce + "\n")
                        .getBytes(StandardCharsets.UTF_8),
                call.body());
        if (nonce.isEmpty() || !Rsa.verifies(merchant, text, items.getOrDefault("signature", ""))) {
            throw signError("签名错误");
        }
    }

    /** Signs a 2xx answer under the key that the merchant's {@code Wechatpay-Serial} asks for. */
    HttpAnswer signed(HttpCall call, HttpAnswer answer) {
        if (!answer.succeeded()) {
            return answer.with("Request-ID", Randoms.upperHex(32));
        }
        Signing asked = keyring.asked(call.header("Wechatpay-Serial").orElse(""));
        return with(answer, headers(answer.body(), wireClock.get(), asked));
    }

    /** Signs the answer that brings the certificate itself. */
    HttpAnswer signedByCertificate(HttpAnswer answer) {
        return with(answer, headers(answer.body(), wireClock.get(), keyring.certificate()));
    }

    /** The right headers over a signature of somebody else. */
    HttpAnswer signedByStranger(HttpAnswer answer) {
        return with(answer, headersOfStranger(answer.body()));
    }

    /**
     * Headers of a notification. A merchant who still holds a certificate gets either signature, as during
     * WeChat Pay's migration.
     */
    Map<String, String> notificationHeaders(byte[] body, Duration age) {
        return headers(body, wireClock.get().minus(age), keyring.telling());
    }

    Map<String, String> headersOfStranger(byte[] body) {
        return headers(body, wireClock.get(), new Signing(keyring.telling().serial(), Stranger.KEY));
    }

    /** The probe by which WeChat Pay finds out whether a merchant checks signatures at all. */
    Map<String, String> headersOfProbe(byte[] body) {
        Map<String, String> headers = headersOfStranger(body);
        headers.compute("Wechatpay-Signature", (name, signature) -> "WECHATPAY/SIGNTEST/" + signature);
        return headers;
    }

    private static Map<String, String> headers(byte[] body, Instant at, Signing signing) {
        String timestamp = Long.toString(at.getEpochSecond());
        String nonce = Randoms.alphanumeric(32);
        byte[] text = lines((timestamp + "\n" + nonce + "\n").getBytes(StandardCharsets.UTF_8), body);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Request-ID", Randoms.upperHex(32));
        headers.put("Wechatpay-Timestamp", timestamp);
        headers.put("Wechatpay-Nonce", nonce);
        headers.put("Wechatpay-Serial", signing.serial());
        headers.put("Wechatpay-Signature", Rsa.sign(signing.privateKey(), text));
        headers.put("Wechatpay-Signature-Type", SCHEME);
        return headers;
    }

    private static HttpAnswer with(HttpAnswer answer, Map<String, String> headers) {
        HttpAnswer signed = answer;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            signed = signed.with(header.getKey(), header.getValue());
        }
        return signed;
    }

    /** The signed text ends with the raw body and a line feed. */
    private static byte[] lines(byte[] head, byte[] body) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(head.length + body.length + 1);
        text.writeBytes(head);
        text.writeBytes(body);
        text.write('\n');
        return text.toByteArray();
    }

    private static Map<String, String> items(String authorization) {
        Map<String, String> items = new HashMap<>();
        if (authorization.startsWith(SCHEME + " ")) {
            Matcher item = ITEM.matcher(authorization.substring(SCHEME.length()));
            while (item.find()) {
                items.put(item.group(1), item.group(2));
            }
        }
        return items;
    }

    private static RuntimeException signError(String message) {
        return WechatPayWords.refusal(401, "SIGN_ERROR", message);
    }

    /** A key that belongs to nobody, for forged signatures; made when the first is asked for, since making one takes its time. */
    private static final class Stranger {
        static final PrivateKey KEY = Rsa.generate().getPrivate();
    }
}
