package io.orderloom.payment.gateway.wechat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.payment.PaymentNotification.Raw;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Writes payment notifications and answers as WeChat Pay's document says, and as somebody else would. */
final class Notifier {

    static final String PAYMENT_NO = "01JDX4Z6Q201ABCDEFGH";
    static final String PUBLIC_KEY_ID = "PUB_KEY_ID_0116000000012026112200388000000001";
    static final String MCH_ID = "1900000109";
    static final String APP_ID = "wxd678efh567hg6787";
    static final String API_V3_KEY = "a-key-of-just-thirty-two-bytes-0";
    static final KeyPair PLATFORM = keyPair();
    static final KeyPair MERCHANT = keyPair();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Instant now;
    private final ObjectNode transaction = JSON.createObjectNode();
    private final ObjectNode envelope = JSON.createObjectNode();
    private final ObjectNode resource = JSON.createObjectNode();
    private PrivateKey signer = PLATFORM.getPrivate();
    private String key = API_V3_KEY;
    private String nonce = "fdasflkja484";
    private String sealedUnder = "transaction";
    private Duration age = Duration.ZERO;
    private Consumer<Map<String, String>> headers = map -> {};
    private Consumer<ObjectNode> sealed = node -> {};

    Notifier(Instant now) {
        this.now = now;
        transaction
                .put("mchid", MCH_ID)
                .put("appid", APP_ID)
                .put("out_trade_no", PAYMENT_NO)
                .put("transaction_id", "4200000000202611220000000001")
                .put("trade_type", "JSAPI")
                .put("trade_state", "SUCCESS")
                .put("success_time", "2026-11-22T20:30:00+08:00");
        transaction.putObject("payer").put("openid", "openid-of-the-payer");
        transaction
                .putObject("amount")
                .put("total", 12900)
                .put("payer_total", 12900)
                .put("currency", "CNY")
                .put("payer_currency", "CNY");
        envelope.put("id", "EV-2026112220300000001")
                .put("create_time", "2026-11-22T20:30:01+08:00")
                .put("event_type", "TRANSACTION.SUCCESS")
                .put("resource_type", "encrypt-resource")
                .put("summary", "支付成功");
        resource.put("original_type", "transaction").put("algorithm", "AEAD_AES_256_GCM");
    }

    Notifier content(Consumer<ObjectNode> change) {
        change.accept(transaction);
        return this;
    }

    Notifier envelope(Consumer<ObjectNode> change) {
        change.accept(envelope);
        return this;
    }

    /** Changes the resource after it was sealed and before the whole is signed. */
    Notifier resource(Consumer<ObjectNode> change) {
        sealed = change;
        return this;
    }

    Notifier signedBy(PrivateKey other) {
        signer = other;
        return this;
    }

    Notifier sealedWith(String otherKey) {
        key = otherKey;
        return this;
    }

    Notifier sealedUnder(String otherData) {
        sealedUnder = otherData;
        return this;
    }

    Notifier nonce(String other) {
        nonce = other;
        return this;
    }

    Notifier age(Duration other) {
        age = other;
        return this;
    }

    /** Changes the headers after the signature was made. */
    Notifier headers(Consumer<Map<String, String>> change) {
        headers = change;
        return this;
    }

    Raw raw() {
        resource.put("ciphertext", seal(transaction.toString()))
                .put("associated_data", "transaction")
                .put("nonce", nonce);
        sealed.accept(resource);
        envelope.set("resource", resource);
        return signed(envelope.toString());
    }

    /** The payment as it is told when asked about. */
    Raw answer() {
        return signed(transaction.toString());
    }

    /** The settings of the shop to which it writes, with some of them replaced. */
    static WeChatPaySettings settings(Map<String, String> replaced) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "enabled",
                "true",
                "mch-id",
                MCH_ID,
                "app-id",
                APP_ID,
                "merchant-serial-number",
                "7".repeat(40),
                "private-key",
                pem("PRIVATE KEY", MERCHANT.getPrivate().getEncoded()),
                "public-key-id",
                PUBLIC_KEY_ID,
                "public-key",
                pem("PUBLIC KEY", PLATFORM.getPublic().getEncoded()),
                "api-v3-key",
                API_V3_KEY,
                "notify-url",
                "https://shop.example/webhooks/wechat-pay/payments"));
        settings.putAll(replaced);
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("", Bindable.of(WeChatPaySettings.class));
    }

    static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + what
                + "-----\n";
    }

    private Raw signed(String body) {
        String timestamp = Long.toString(now.minus(age).getEpochSecond());
        String requestNonce = "5K8264ILTKCH16CQ2502SI8ZNMTM67VS";
        Map<String, String> map = new HashMap<>();
        map.put("content-type", "application/json");
        map.put("wechatpay-timestamp", timestamp);
        map.put("wechatpay-nonce", requestNonce);
        map.put("wechatpay-serial", PUBLIC_KEY_ID);
        map.put("wechatpay-signature-type", "WECHATPAY2-SHA256-RSA2048");
        map.put("wechatpay-signature", sign(timestamp + "\n" + requestNonce + "\n" + body + "\n"));
        headers.accept(map);
        return new Raw(map, body);
    }

    private String sign(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(signer);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String seal(String text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "AES"),
                    new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.UTF_8)));
            cipher.updateAAD(sealedUnder.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
