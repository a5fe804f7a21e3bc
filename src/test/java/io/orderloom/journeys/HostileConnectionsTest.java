package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes on the wire that no proper client sends, at the whole service. */
class HostileConnectionsTest {

    private static final RunningService SERVICE = RunningService.shared();
    private static final ShopDriver SHOP = new ShopDriver(SERVICE).stocked(1_000);
    private static final String ORDER = SHOP.placeBaseOrder();
    private static final Duration PROMPT = Duration.ofSeconds(3);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            GET //api/v1/orders/{order}
            GET /api/v1//orders/{order}
            GET /api/v1/orders/{order};jsessionid=1
            GET /api/v1/orders/{order}/
            GET /api/v1/orders/{order}%00
            GET /api/v1/orders/%2e%2e/orders/{order}
            GET /api/v1/orders/../orders/{order}
            GET /api/v1/orders%2f{order}
            GET /api/v1/orders/{order}%5c
            TRACE /api/v1/orders/{order}
            CONNECT /api/v1/orders/{order}
            PUT /api/v1/orders
            PATCH /api/v1/orders/{order}
            """)
    void noOtherSpellingOfAnAddressReachesTheOrder(String line) throws IOException {
        String answer = exchange(line.replace("{order}", ORDER) + " HTTP/1.1\r\n" + head("") + "\r\n");
        assertThat(answer).containsPattern("^HTTP/1.1 (400|404|405) ");
        assertThat(answer).doesNotContain(SHOP.shopper(), "Tomcat", "Exception", "<html");
    }

    @Test
    void aBodyLongerThanItSaysIsCutThereAndNotTakenForTheNextRequest() throws IOException {
        String body = "{\"reason\":\"x\"}";
        String smuggled = "GET /api/v1/orders/" + ORDER + " HTTP/1.1\r\n" + head("") + "\r\n";
        String answer = exchange("POST /api/v1/orders/NOSUCHORDER1/cancellation HTTP/1.1\r\n"
                + head("Content-Type: application/json\r\nContent-Length: 5\r\n") + "\r\n" + body + smuggled);
        assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("payableFen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: 10\r\nContent-Length: 20",
                "Content-Length: 10, 20",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: identity, chunked, x"
            })
    void aLengthThatCanBeUnderstoodTwiceIsRefused(String length) throws IOException {
        String answer = exchange("POST /api/v1/orders/" + ORDER + "/cancellation HTTP/1.1\r\n"
                + head("Content-Type: application/json\r\n" + length + "\r\n") + "\r\n0\r\n\r\n");
        assertThat(answer).containsPattern("^HTTP/1.1 (400|413|501) ").doesNotContain("Exception");
        assertThat(SHOP.order(ORDER).path("status").asText()).isEqualTo("PENDING_PAYMENT");
    }

    @Test
    void ofTwoLengthsOneCountsAndNothingIsTakenForTheNextRequest() throws IOException {
        String smuggled = "GET /api/v1/orders/" + ORDER + " HTTP/1.1\r\n" + head("") + "\r\n";
        String answer = exchange("POST /api/v1/orders/NOSUCHORDER1/cancellation HTTP/1.1\r\n"
                + head("Content-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n")
                        .replace("Connection: close\r\n", "")
                + "\r\n2\r\n{}\r\n0\r\n\r\n" + smuggled);
        assertThat(answer)
                .startsWith("HTTP/1.1 404 ")
                .contains("Connection: close")
                .doesNotContain("payableFen");
    }

    @Test
    void tenMegabytesAreTooMuchAndSoAreChunksWithoutEnd() throws IOException {
        assertThat(exchange("POST /api/v1/orders HTTP/1.1\r\n"
                        + head("Content-Type: application/json\r\nContent-Length: 10485760\r\n") + "\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .contains("REQUEST_TOO_LARGE");
        try (Socket socket = open()) {
            OutputStream out = socket.getOutputStream();
            write(
                    out,
                    "POST /api/v1/orders HTTP/1.1\r\n"
                            + head("Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n") + "\r\n");
            String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
            try {
                for (int i = 0; i < 64; i++) {
                    write(out, chunk);
                }
            } catch (IOException hungUp) {
                assertThat(hungUp)
                        .as("the service need not read what it refused")
                        .isNotNull();
            }
            assertThat(answerOf(socket)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    @Timeout(60)
    void fiveHundredConnectionsThatNeverFinishTheirHeadersLeaveTheOthersServed() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                Socket socket = open();
                slow.add(socket);
                write(socket.getOutputStream(), "GET /api/v1/products HTTP/1.1\r\nHost: x\r\nX-Slow: ");
            }
            assertServed();
        } finally {
            close(slow);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhooks/wechat-pay/payments", "/webhooks/kuaidi100", "/api/v1/sessions"})
    @Timeout(60)
    void strangersWhoseBodiesNeverComeLeaveTheOthersServed(String path) throws IOException {
        String type = path.endsWith("kuaidi100") ? "application/x-www-form-urlencoded" : "application/json";
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 80; i++) {
                Socket socket = open();
                slow.add(socket);
                write(
                        socket.getOutputStream(),
                        "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                                + "\r\nContent-Length: 500\r\n\r\n{");
            }
            assertServed();
            // the last one found the readers' places taken, unless there was something else to refuse
            assertThat(answerOf(slow.get(79))).containsPattern("^HTTP/1.1 4\\d\\d ");
        } finally {
            close(slow);
        }
    }

    @Test
    @Timeout(60)
    void aFloodOfForgedNotificationsIsTurnedAwayWhileTheGatewaysOwnAreHeard() throws IOException {
        String forged = "POST /webhooks/wechat-pay/payments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 2\r\n\r\n{}";
        int refused = 0;
        int turnedAway = 0;
        for (int connection = 0; connection < 12; connection++) {
            try (Socket socket = openFrom(2)) {
                for (int i = 0; i < 50; i++) {
                    write(socket.getOutputStream(), forged);
                    String answer = oneAnswer(socket.getInputStream());
                    refused += answer.startsWith("HTTP/1.1 401 ") ? 1 : 0;
                    turnedAway += answer.startsWith("HTTP/1.1 429 ") && answer.contains("Retry-After") ? 1 : 0;
                }
            }
        }
        assertThat(refused + turnedAway).isEqualTo(600);
        assertThat(refused).isLessThan(400);
        assertThat(turnedAway).isGreaterThan(200);

        String orderNo = SHOP.placeBaseOrder();
        SHOP.pays(SHOP.openPayment(orderNo).text("paymentNo"));
        SHOP.awaitStatus(orderNo, "PAID");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a GET                  | GET  | /webhooks/wechat-pay/payments           |                                   | 401
            a form                 | POST | /webhooks/wechat-pay/payments           | application/x-www-form-urlencoded | 401
            XML                    | POST | /webhooks/wechat-pay/payments           | application/xml                   | 401
            no type                | POST | /webhooks/wechat-pay/payments           |                                   | 401
            nothing at all         | POST | /webhooks/wechat-pay/payments           | application/json                  | 400
            another channel        | POST | /webhooks/no-such-gateway               | application/json                  | 401
            another merchant       | POST | /webhooks/wechat-pay/payments/1900000001 | application/json                 | 401
            Alipay's by GET        | GET  | /webhooks/alipay                        |                                   | 401
            Alipay's as JSON       | POST | /webhooks/alipay                        | application/json                  | 401
            Alipay's as XML        | POST | /webhooks/alipay                        | application/xml                   | 401
            Alipay's unsigned      | POST | /webhooks/alipay                        | application/x-www-form-urlencoded | 401
            nothing at all, a form | POST | /webhooks/alipay                        | application/x-www-form-urlencoded | 400
            UnionPay's by GET      | GET  | /webhooks/unionpay                      |                                   | 401
            UnionPay's as JSON     | POST | /webhooks/unionpay                      | application/json                  | 401
            UnionPay's as XML      | POST | /webhooks/unionpay                      | application/xml                   | 401
            UnionPay's unsigned    | POST | /webhooks/unionpay                      | application/x-www-form-urlencoded | 401
            nothing, for UnionPay  | POST | /webhooks/unionpay                      | application/x-www-form-urlencoded | 400
            a way round            | POST | /webhooks/wechat-pay/../wechat-pay/payments | application/json              | 400
            """)
    void whatIsNoNotificationMeetsTheClosedDoor(String what, String method, String path, String type, int status)
            throws IOException {
        String body = what.startsWith("nothing") || method.equals("GET") ? "" : "a=b";
        String answer = exchange(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + (type == null ? "" : "Content-Type: " + type + "\r\n") + "Content-Length: " + body.length()
                + "\r\n\r\n"
                + body);
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            SQL for a host           | Host: ' OR 1=1 --
            a host of somebody else  | Host: evil.example
            an absurd host           | Host: LONG
            forwarded                | X-Forwarded-Host: evil.example
            forwarded to TLS         | X-Forwarded-Proto: evil
            forwarded for            | X-Forwarded-For: 1.2.3.4', sleep(5)
            an absurd language       | Accept-Language: LONG
            SQL for a language       | Accept-Language: evil' OR 1=1
            """)
    void noHeaderFindsItsWayIntoAnAnswer(String what, String header) throws IOException {
        String sent = header.replace("LONG", "evil".repeat(2_000));
        String host = sent.startsWith("Host") ? "" : "Host: x\r\n";
        String answer = exchange("GET /api/v1/orders/" + ORDER + " HTTP/1.1\r\n" + host + sent + "\r\n"
                + head("").replace("Host: localhost\r\n", "") + "\r\n");
        assertThat(answer).containsPattern("^HTTP/1.1 (200|400) ").doesNotContain("evil", "OR 1=1", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"stale\"", "\"1\"", "nonsense"})
    void aConditionOnTheVersionIsNotPartOfTheContractAndIgnored(String condition) {
        String orderNo = SHOP.placeBaseOrder();
        Answer cancelled = SHOP.shop()
                .with("If-Match", condition)
                .post("/api/v1/orders/" + orderNo + "/cancellation", Map.of("reason", "x"));
        assertThat(cancelled.status()).as(cancelled.toString()).isIn(200, 202);
    }

    /** Somebody else's calls are answered in time, with and without credentials. */
    private static void assertServed() {
        long begun = System.nanoTime();
        Api shop = SHOP.shop();
        assertThat(shop.get("/api/v1/orders/" + ORDER).status()).isEqualTo(200);
        assertThat(shop.post("/api/v1/orders", SHOP.baseOrder()).status()).isEqualTo(201);
        assertThat(SERVICE.api().get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PROMPT);
    }

    private static String head(String more) {
        return "Host: localhost\r\nConnection: close\r\nAuthorization: Bearer demo-shop\r\nX-Shopper-Id: "
                + SHOP.shopper() + "\r\nIdempotency-Key: " + UUID.randomUUID() + "\r\n" + more;
    }

    private static String exchange(String request) throws IOException {
        try (Socket socket = open()) {
            write(socket.getOutputStream(), request);
            return answerOf(socket);
        }
    }

    /** All that comes until the service hangs up. */
    private static String answerOf(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] part = new byte[8192];
        try {
            for (int length = socket.getInputStream().read(part);
                    length >= 0;
                    length = socket.getInputStream().read(part)) {
                answer.append(new String(part, 0, length, StandardCharsets.UTF_8));
                if (socket.getInputStream().available() == 0 && answer.indexOf("\r\n\r\n") > 0 && isWhole(answer)) {
                    break;
                }
            }
        } catch (IOException reset) {
            assertThat(answer).as("an answer before the connection was reset").isNotEmpty();
        }
        return answer.toString();
    }

    /** The head of one answer of a connection that stays, and its chunked or counted body. */
    private static String oneAnswer(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0 || !isWhole(answer)) {
            int next = in.read();
            assertThat(next).as("the service hung up after " + answer).isNotNegative();
            answer.append((char) next);
        }
        return answer.toString();
    }

    private static boolean isWhole(StringBuilder answer) {
        String text = answer.toString();
        int body = text.indexOf("\r\n\r\n") + 4;
        var length = Pattern.compile("Content-Length: (\\d+)").matcher(text);
        return length.find()
                ? text.length() - body >= Integer.parseInt(length.group(1))
                : text.endsWith("\r\n0\r\n\r\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static Socket open() throws IOException {
        return openFrom(1);
    }

    /** From the loopback address with that last number. */
    private static Socket openFrom(int last) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(25_000);
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last}), 0));
        socket.connect(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        URI.create(SERVICE.url()).getPort()),
                5_000);
        return socket;
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
