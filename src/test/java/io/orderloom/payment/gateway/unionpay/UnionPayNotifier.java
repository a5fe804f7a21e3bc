package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.PaymentNotification.Raw;
import io.orderloom.sandbox.crypto.Certificates;
import io.orderloom.sandbox.crypto.Certificates.Subject;
import io.orderloom.sandbox.crypto.Pem;
import io.orderloom.sandbox.crypto.Rsa;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Writes notifications as UnionPay's document says, and as somebody else would. */
final class UnionPayNotifier {

    static final String NUMBER = "01JDX4Z6Q201ABCDEFGH";
    static final String MER_ID = "777290058110048";

    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2040-01-01T00:00:00Z");
    private static final KeyPair ROOT = Rsa.generate();
    private static final KeyPair MIDDLE = Rsa.generate();
    private static final KeyPair SIGNER = Rsa.generate();
    private static final KeyPair OTHER = Rsa.generate();
    private static final String UNIONPAY_NAME = "041@8310000000083040@中国银联股份有限公司@00016494";

    static final String ROOT_CERTIFICATE = authority("Root", ROOT, "Root", ROOT);
    static final String MIDDLE_CERTIFICATE = authority("OCA1", MIDDLE, "Root", ROOT);

    private final Map<String, String> fields = new TreeMap<>();
    private PrivateKey key = SIGNER.getPrivate();

    UnionPayNotifier() {
        fields.putAll(Map.of(
                "version", "5.1.0",
                "encoding", "UTF-8",
                "signMethod", "01",
                "accessType", "0",
                "bizType", "000201",
                "merId", MER_ID,
                "orderId", NUMBER,
                "txnTime", "20261122202500",
                "txnType", "01",
                "txnSubType", "01"));
        fields.putAll(Map.of(
                "txnAmt", "12900",
                "currencyCode", "156",
                "queryId", "952611222030004791038",
                "traceNo", "479103",
                "traceTime", "1122203000",
                "settleAmt", "12900",
                "settleDate", "1122",
                "accNo", "621626*********0018",
                "respCode", "00",
                "respMsg", "成功[0000000]"));
        fields.put("signPubKeyCert", certificate(UNIONPAY_NAME, SIGNER, "OCA1", MIDDLE, FROM, UNTIL));
    }

    UnionPayNotifier with(String name, String value) {
        fields.put(name, value);
        return this;
    }

    UnionPayNotifier without(String name) {
        fields.remove(name);
        return this;
    }

    UnionPayNotifier change(Consumer<Map<String, String>> change) {
        change.accept(fields);
        return this;
    }

    /** Somebody whom the same authority knows under another name. */
    UnionPayNotifier fromAnotherCompany() {
        return with("signPubKeyCert", certificate("041@9999@某某科技有限公司@00000007", OTHER, "OCA1", MIDDLE, FROM, UNTIL))
                .signedBy(OTHER.getPrivate());
    }

    /** Somebody who gives himself UnionPay's name. */
    UnionPayNotifier fromSelfMadeUnionPay() {
        return with("signPubKeyCert", certificate(UNIONPAY_NAME, OTHER, UNIONPAY_NAME, OTHER, FROM, UNTIL))
                .signedBy(OTHER.getPrivate());
    }

    /** An authority of the right name and with another key. */
    UnionPayNotifier fromCopiedAuthority() {
        return with("signPubKeyCert", certificate(UNIONPAY_NAME, OTHER, "OCA1", OTHER, FROM, UNTIL))
                .signedBy(OTHER.getPrivate());
    }

    /** A customer of the authority who plays authority. */
    UnionPayNotifier fromCustomerAsAuthority() {
        return with("signPubKeyCert", certificate(UNIONPAY_NAME, OTHER, UNIONPAY_NAME, SIGNER, FROM, UNTIL))
                .signedBy(OTHER.getPrivate());
    }

    /** As UnionPay's test gateway is called. */
    UnionPayNotifier fromTestGateway() {
        return with(
                "signPubKeyCert",
                certificate("041@Z2017-11-1@00040000:SIGN@00000001", SIGNER, "OCA1", MIDDLE, FROM, UNTIL));
    }

    UnionPayNotifier validBetween(Instant from, Instant until) {
        return with("signPubKeyCert", certificate(UNIONPAY_NAME, SIGNER, "OCA1", MIDDLE, from, until));
    }

    UnionPayNotifier signedBy(PrivateKey other) {
        key = other;
        return this;
    }

    Map<String, String> signed() {
        Map<String, String> whole = new TreeMap<>(fields);
        whole.put("signature", signature());
        return whole;
    }

    Raw raw() {
        return new Raw(Map.of(), form(signed()));
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The settings of the shop to which it writes, with some of them replaced. */
    static UnionPaySettings settings(Map<String, String> replaced) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "enabled",
                "true",
                "mer-id",
                MER_ID,
                "certificate",
                certificate("merchant", OTHER, "OCA1", MIDDLE, FROM, UNTIL),
                "private-key",
                Pem.privateKey(OTHER.getPrivate()),
                "root-certificate",
                ROOT_CERTIFICATE,
                "middle-certificate",
                MIDDLE_CERTIFICATE,
                "notify-url",
                "https://shop.example/webhooks/unionpay"));
        settings.putAll(replaced);
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("", Bindable.of(UnionPaySettings.class));
    }

    static PrivateKey merchantKey() {
        return OTHER.getPrivate();
    }

    private String signature() {
        try {
            String text = fields.entrySet().stream()
                    .filter(field -> !field.getValue().isEmpty())
                    .map(field -> field.getKey() + "=" + field.getValue())
                    .collect(Collectors.joining("&"));
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(digest.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String authority(String name, KeyPair keys, String issuer, KeyPair issuersKeys) {
        return Certificates.issue(
                new Subject(name, keys.getPublic(), FROM, UNTIL, true), issuer, issuersKeys.getPrivate());
    }

    private static String certificate(
            String name, KeyPair keys, String issuer, KeyPair issuersKeys, Instant from, Instant until) {
        return Certificates.issue(
                new Subject(name, keys.getPublic(), from, until, false), issuer, issuersKeys.getPrivate());
    }
}
