package io.orderloom.sandbox;

import io.orderloom.sandbox.TestMerchant.Answered;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A merchant of UnionPay that signs and checks by the JDK alone; shares nothing with the sandbox but the keys. */
final class UnionPayMerchant {

    private static final DateTimeFormatter BEIJING =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneId.of("Asia/Shanghai"));

    private final SandboxKeys keys;
    private final TestMerchant wire;

    UnionPayMerchant(SandboxKeys keys, TestMerchant wire) {
        this.keys = keys;
        this.wire = wire;
    }

    static String time(Instant at) {
        return BEIJING.format(at);
    }

    /** A message about a number, not signed yet. */
    Map<String, String> message(String orderId, Instant txnTime, Map<String, String> more) {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "version", "5.1.0",
                "encoding", "UTF-8",
                "signMethod", "01",
                "certId",
                        certificate(keys.unionPayMerchantCertificatePem())
                                .getSerialNumber()
                                .toString(),
                "accessType", "0",
                "bizType", "000201",
                "channelType", "08",
                "merId", keys.unionPayMerId(),
                "orderId", orderId,
                "txnTime", time(txnTime)));
        fields.putAll(more);
        return fields;
    }

    /** The order that a browser or an app pays. */
    Map<String, String> order(String orderId, Instant txnTime, long fen) {
        return message(
                orderId,
                txnTime,
                Map.of(
                        "txnType",
                        "01",
                        "txnSubType",
                        "01",
                        "txnAmt",
                        Long.toString(fen),
                        "currencyCode",
                        "156",
                        "backUrl",
                        wire.url("/webhooks/unionpay"),
                        "payTimeout",
                        time(txnTime.plusSeconds(1800))));
    }

    Map<String, String> refund(String refundNo, Instant txnTime, String origQryId, long fen) {
        return message(
                refundNo,
                txnTime,
                Map.of(
                        "txnType",
                        "04",
                        "txnSubType",
                        "00",
                        "txnAmt",
                        Long.toString(fen),
                        "currencyCode",
                        "156",
                        "backUrl",
                        wire.url("/webhooks/unionpay"),
                        "origQryId",
                        origQryId));
    }

    Answered post(String endpoint, Map<String, String> message) {
        return wire.postForm("/gateway/api/" + endpoint, signed(message));
    }

    Map<String, String> query(String orderId, Instant txnTime) {
        return fields(post("queryTrans.do", message(orderId, txnTime, Map.of("txnType", "00", "txnSubType", "00"))));
    }

    Map<String, String> signed(Map<String, String> message) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder()
                            .decode(keys.unionPayMerchantPrivateKeyPem().replaceAll("-----[A-Z ]+-----", "")))));
            signature.update(text(message));
            Map<String, String> whole = new TreeMap<>(message);
            whole.put("signature", Base64.getEncoder().encodeToString(signature.sign()));
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The raw pairs of an answer. */
    static Map<String, String> fields(Answered answer) {
        Map<String, String> fields = new TreeMap<>();
        for (String pair : answer.body().split("&", -1)) {
            fields.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return fields;
    }

    /** The decoded fields of a notification. */
    static Map<String, String> form(String body) {
        Map<String, String> fields = new TreeMap<>();
        for (String pair : body.split("&", -1)) {
            fields.put(
                    pair.substring(0, pair.indexOf('=')),
                    URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8));
        }
        return fields;
    }

    /** Whether UnionPay signed it, by a certificate that leads to the root. */
    boolean trusts(Map<String, String> message) {
        try {
            X509Certificate signer = certificate(message.getOrDefault("signPubKeyCert", ""));
            PKIXParameters how =
                    new PKIXParameters(Set.of(new TrustAnchor(certificate(keys.unionPayRootCertificatePem()), null)));
            how.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(
                                            List.of(signer, certificate(keys.unionPayMiddleCertificatePem()))),
                            how);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(signer.getPublicKey());
            signature.update(text(message));
            return signature.verify(Base64.getDecoder().decode(message.getOrDefault("signature", "")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] text(Map<String, String> message) throws GeneralSecurityException {
        String text = new TreeMap<>(message)
                .entrySet().stream()
                        .filter(field -> !field.getKey().equals("signature")
                                && !field.getValue().isEmpty())
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining("&"));
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static X509Certificate certificate(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
