package io.orderloom.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A merchant of its own making: signs with the JDK, checks with the JDK, listens for notifications. Shares
 * nothing with the sandbox but the keys.
 */
final class TestMerchant implements AutoCloseable {

    /** A request that reached the merchant. */
    record Received(String path, Map<String, String> headers, String body) {}

    /** What was answered to the merchant. */
    record Answered(int status, Map<String, List<String>> headers, String body) {

        JsonNode json() {
            return parse(body);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    final SandboxKeys keys;
    final List<Received> received = new CopyOnWriteArrayList<>();
    private final Deque<Integer> replies = new ArrayDeque<>();
    private final HttpServer listener;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String baseUrl = "";

    TestMerchant(SandboxKeys keys) {
        this.keys = keys;
        try {
            listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            listener.setExecutor(Executors.newCachedThreadPool());
            listener.createContext("/", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                        .collect(Collectors.toMap(
                                header -> header.getKey().toLowerCase(java.util.Locale.ROOT),
                                header -> header.getValue().get(0)));
                received.add(new Received(exchange.getRequestURI().getPath(), headers, body));
                int status = nextReply();
                boolean alipay = exchange.getRequestURI().getPath().equals("/webhooks/alipay");
                byte[] answer = (alipay
                                ? status < 300 ? "success" : "failure"
                                : status < 300
                                        ? "{\"result\":true,\"returnCode\":\"200\",\"message\":\"ok\"}"
                                        : "{\"code\":\"FAIL\",\"message\":\"no\"}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            listener.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void meets(Sandbox sandbox) {
        baseUrl = sandbox.baseUrl();
    }

    /** The next notifications are answered so; those after them 200. */
    void repliesWith(int... statuses) {
        synchronized (replies) {
            for (int status : statuses) {
                replies.add(status);
            }
        }
    }

    private int nextReply() {
        synchronized (replies) {
            Integer reply = replies.poll();
            return reply == null ? 200 : reply;
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + listener.getAddress().getPort() + path;
    }

    static String number() {
        return "P" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }

    String prepayBody(String paymentNo, long fen, Instant expiry) {
        return """
                {"appid":"%s","mchid":"%s","description":"红色T恤","out_trade_no":"%s","time_expire":"%s",\
                "notify_url":"%s","amount":{"total":%d,"currency":"CNY"},"payer":{"openid":"openid-alice"}}""".formatted(
                        keys.appId(),
                        keys.mchId(),
                        paymentNo,
                        expiry.truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                        url("/webhooks/wechat-pay/payments"),
                        fen);
    }

    String refundBody(String paymentNo, String refundNo, long fen, long total) {
        return """
                {"out_trade_no":"%s","out_refund_no":"%s","reason":"不想要了","notify_url":"%s",\
                "amount":{"refund":%d,"total":%d,"currency":"CNY"}}""".formatted(paymentNo, refundNo, url("/webhooks/wechat-pay/refunds"), fen, total);
    }

    /** A signed call of WeChat Pay. */
    Answered call(String method, String target, String body) {
        return signedCall(method, target, body, authorization(method, target, body, Instant.now(), keys.mchId()));
    }

    Answered signedCall(String method, String target, String body, String authorization) {
        return send(HttpRequest.newBuilder(URI.create(baseUrl + target))
                .header("Authorization", authorization)
                .header("Wechatpay-Serial", keys.platformPublicKeyId())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body)));
    }

    String authorization(String method, String target, String body, Instant at, String mchId) {
        String nonce = UUID.randomUUID().toString().replace("-", "");
        String text = method + "\n" + target + "\n" + at.getEpochSecond() + "\n" + nonce + "\n" + body + "\n";
        return "WECHATPAY2-SHA256-RSA2048 signature=\"%s\",mchid=\"%s\",nonce_str=\"%s\",timestamp=\"%d\",serial_no=\"%s\""
                .formatted(sign(text), mchId, nonce, at.getEpochSecond(), keys.merchantSerial());
    }

    String sign(String text) {
        try {
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(der(keys.merchantPrivateKeyPem())));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether timestamp, nonce, body and signature belong together under the platform's public key. */
    boolean trusts(String timestamp, String nonce, String body, String signed) {
        try {
            PublicKey key = KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(der(keys.platformPublicKeyPem())));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update((timestamp + "\n" + nonce + "\n" + body + "\n").getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(signed));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    boolean trusts(Received notification) {
        return trusts(
                notification.headers().getOrDefault("wechatpay-timestamp", ""),
                notification.headers().getOrDefault("wechatpay-nonce", ""),
                notification.body(),
                notification.headers().getOrDefault("wechatpay-signature", ""));
    }

    boolean trusts(Answered answer) {
        return trusts(
                header(answer, "Wechatpay-Timestamp"),
                header(answer, "Wechatpay-Nonce"),
                answer.body(),
                header(answer, "Wechatpay-Signature"));
    }

    static String header(Answered answer, String name) {
        return answer.headers().getOrDefault(name, List.of("")).get(0);
    }

    JsonNode decrypt(Received notification) {
        JsonNode resource = parse(notification.body()).path("resource");
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(keys.apiV3Key().getBytes(StandardCharsets.UTF_8), "AES"),
                    new GCMParameterSpec(128, resource.path("nonce").asText().getBytes(StandardCharsets.UTF_8)));
            cipher.updateAAD(resource.path("associated_data").asText().getBytes(StandardCharsets.UTF_8));
            return parse(new String(
                    cipher.doFinal(Base64.getDecoder()
                            .decode(resource.path("ciphertext").asText())),
                    StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Answered get(String path) {
        return send(HttpRequest.newBuilder(URI.create(baseUrl + path)).GET());
    }

    Answered delete(String path) {
        return send(HttpRequest.newBuilder(URI.create(baseUrl + path)).DELETE());
    }

    Answered post(String path, String json) {
        return send(HttpRequest.newBuilder(URI.create(baseUrl + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    Answered postForm(String path, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(baseUrl + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    Answered send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(
                    request.timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answered(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    @Override
    public void close() {
        listener.stop(0);
    }
}
