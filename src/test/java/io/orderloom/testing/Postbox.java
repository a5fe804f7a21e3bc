package io.orderloom.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes whatever is posted to it and keeps it: the other end of a webhook. */
public final class Postbox implements AutoCloseable {

    /** What was posted; names of headers in lower case. */
    public record Letter(Map<String, String> headers, String body) {}

    private final HttpServer server;
    private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
    private final AtomicInteger received = new AtomicInteger();
    private final int status;
    private final Map<String, String> answerHeaders;
    private final String answer;

    /** A postbox that answers everything like this. */
    public Postbox(int status, Map<String, String> answerHeaders, String answer) throws IOException {
        this.status = status;
        this.answerHeaders = answerHeaders;
        this.answer = answer;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many requests of any kind came. */
    public int received() {
        return received.get();
    }

    /** The oldest letter that was not taken yet; waits for it. */
    public Letter next() {
        try {
            Letter letter = letters.poll(10, TimeUnit.SECONDS);
            if (letter == null) {
                throw new AssertionError("Nothing was posted");
            }
            return letter;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        received.incrementAndGet();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        letters.add(new Letter(headers, body));
        answerHeaders.forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
