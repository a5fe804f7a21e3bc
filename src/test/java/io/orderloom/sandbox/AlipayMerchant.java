package io.orderloom.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An application at Alipay of the test's own making: signs and checks with the JDK alone. */
final class AlipayMerchant {

    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.ofHours(8));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SandboxKeys keys;
    private final Sandbox sandbox;
    private final HttpClient client = HttpClient.newHttpClient();

    AlipayMerchant(SandboxKeys keys, Sandbox sandbox) {
        this.keys = keys;
        this.sandbox = sandbox;
    }

    static ObjectNode trade(String paymentNo, String yuan, String product, Instant expiresAt) {
        return JSON.createObjectNode()
                .put("out_trade_no", paymentNo)
                .put("total_amount", yuan)
                .put("subject", "红色T恤")
                .put("product_code", product)
                .put("time_expire", TIME.format(expiresAt));
    }

    static ObjectNode number(String paymentNo) {
        return JSON.createObjectNode().put("out_trade_no", paymentNo);
    }

    /** All fields of a signed call. */
    Map<String, String> signed(String method, JsonNode content, String notifyUrl) {
        Map<String, String> fields = new HashMap<>();
        fields.put("app_id", keys.alipayAppId());
        fields.put("method", method);
        fields.put("format", "json");
        fields.put("charset", "UTF-8");
        fields.put("sign_type", "RSA2");
        fields.put("version", "1.0");
        fields.put("timestamp", TIME.format(Instant.now()));
        fields.put("notify_url", notifyUrl);
        fields.put("biz_content", content.toString());
        fields.put("sign", sign(fields));
        return fields;
    }

    /** Calls and answers the inner object, its signature checked. */
    JsonNode call(String method, JsonNode content, String notifyUrl) {
        return call(method, signed(method, content, notifyUrl));
    }

    JsonNode call(String method, Map<String, String> fields) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/alipay/gateway.do"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(fields))));
        String name = method.replace('.', '_') + "_response";
        String body = answer.body();
        int start = body.indexOf("{", body.indexOf(name));
        int end = body.lastIndexOf(",\"sign\"");
        String inner = body.substring(start, end);
        JsonNode whole = parse(body);
        if (!verifies(inner, whole.path("sign").asText())) {
            throw new AssertionError("Not signed by Alipay: " + body);
        }
        return parse(inner);
    }

    HttpResponse<String> get(String pathAndQuery) {
        return send(HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + pathAndQuery)));
    }

    static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The fields of a notification, its signature checked. */
    Map<String, String> opened(String form) {
        Map<String, String> fields = new TreeMap<>();
        for (String pair : form.split("&")) {
            String[] nameAndValue = pair.split("=", 2);
            fields.put(nameAndValue[0], URLDecoder.decode(nameAndValue[1], StandardCharsets.UTF_8));
        }
        Map<String, String> signed = new TreeMap<>(fields);
        String sign = signed.remove("sign");
        signed.remove("sign_type");
        if (!verifies(text(signed), sign)) {
            throw new AssertionError("Not signed by Alipay: " + form);
        }
        return fields;
    }

    private String sign(Map<String, String> fields) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(der(keys.alipayApplicationKeyPem()))));
            signature.update(text(new TreeMap<>(fields)).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean verifies(String text, String sign) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(der(keys.alipayPublicKeyPem()))));
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(sign));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String text(Map<String, String> sorted) {
        return sorted.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
