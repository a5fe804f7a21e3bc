package io.orderloom.sandbox.alipay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.crypto.Rsa;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Alipay's RSA2 signatures, both ways: over sorted fields, or over the text of an answer's inner object. */
final class AlipaySigner {

    private final AlipayKeyring keyring;

    AlipaySigner(AlipayKeyring keyring) {
        this.keyring = keyring;
    }

    /** Whether the application signed these fields; its signature covers {@code sign_type} too. */
    boolean isSigned(Map<String, String> fields) {
        Map<String, String> signed = new TreeMap<>(fields);
        String sign = signed.remove("sign");
        return sign != null && Rsa.verifies(keyring.application(), bytes(signed), sign);
    }

    /** An answer's inner object under the name of its method, signed exactly as it is written. */
    HttpAnswer signed(String name, ObjectNode content) {
        return signed(name, content, keyring.alipay());
    }

    HttpAnswer signedByStranger(String name, ObjectNode content) {
        return signed(name, content, Stranger.KEY);
    }

    /** The signature of a notification, which leaves {@code sign_type} out. */
    String notificationSign(Map<String, String> fields) {
        return notificationSign(fields, keyring.alipay());
    }

    String notificationSignOfStranger(Map<String, String> fields) {
        return notificationSign(fields, Stranger.KEY);
    }

    private static String notificationSign(Map<String, String> fields, PrivateKey key) {
        Map<String, String> signed = new TreeMap<>(fields);
        signed.remove("sign_type");
        return Rsa.sign(key, bytes(signed));
    }

    private static HttpAnswer signed(String name, ObjectNode content, PrivateKey key) {
        String text = Json.text(content);
        String sign = Rsa.sign(key, text.getBytes(StandardCharsets.UTF_8));
        return HttpAnswer.text(
                200, "text/html;charset=UTF-8", "{\"" + name + "\":" + text + ",\"sign\":\"" + sign + "\"}");
    }

    private static byte[] bytes(Map<String, String> sorted) {
        return sorted.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A key that belongs to nobody; made when the first forged signature is asked for. */
    private static final class Stranger {
        static final PrivateKey KEY = Rsa.generate().getPrivate();
    }
}
