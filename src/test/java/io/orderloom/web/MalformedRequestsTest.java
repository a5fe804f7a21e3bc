package io.orderloom.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedRequestsTest extends SlimServiceTest {

    private static final String BASKETS = "/api/v1/probe/baskets";
    private static final String GOOD = "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":2}],\"remark\":\"%s\"}";

    private Answer post(String body) {
        return send(json(asAlice(BASKETS), body));
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("type").asText()).startsWith("urn:orderloom:problem:");
        assertThat(answer.json().path("title").asText()).isNotBlank();
        assertThat(answer.json().path("detail").asText()).isNotBlank();
        assertThat(answer.json().path("requestId").asText()).isEqualTo(answer.header("X-Request-Id"));
        assertThat(answer.body()).doesNotContain("Exception", "io.orderloom", "springframework", "jackson", "\tat ");
    }

    @Test
    void aGoodRequestIsTaken() {
        assertThat(post(GOOD.formatted("")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"x\"",
                "1",
                "{\"items\":",
                "{} {}",
                "{'items':[]}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1,\"quantity\":99}]}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1}],\"paid\":true}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1,\"price\":1}]}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1}],\"Remark\":\"case\"}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":\"1\"}]}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1.5}]}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":true}]}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":{}}]}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":null}]}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1e2}]}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1E400}]}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":NaN}]}",
                "{\"items\":[{\"skuId\":7,\"quantity\":1}]}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1}],\"remark\":7}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1}],\"gift\":\"true\"}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1}],\"gift\":1}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1}],\"channel\":1}",
                "{\"items\":\"TEE\"}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1}],\"remark\":\"\\u0000\"}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1}],\"remark\":\"\\ud83d\"}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1}],\"remark\":\"\\ude00\\ud83d\"}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1}],\"remark\":\"a\\u202Egpj\"}",
                "/* */{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1}]}",
                "{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1},]}",
            })
    void whatCannotBeReadInOneWayOnlyIsMalformed(String body) {
        assertProblem(post(body), 400, "MALFORMED_REQUEST");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"items":[{"skuId":"TEE","quantity":0}]} | /items/0/quantity | OUT_OF_RANGE
                    {"items":[{"skuId":"TEE","quantity":-1}]} | /items/0/quantity | OUT_OF_RANGE
                    {"items":[{"skuId":"TEE","quantity":2147483648}]} | /items/0/quantity | OUT_OF_RANGE
                    {"items":[{"skuId":"TEE","quantity":9223372036854775808}]} | /items/0/quantity | OUT_OF_RANGE
                    {"items":[]} | /items | REQUIRED
                    {} | /items | REQUIRED
                    {"items":[{"quantity":1}]} | /items/0/skuId | REQUIRED
                    {"items":[{"skuId":"  ","quantity":1}]} | /items/0/skuId | INVALID_VALUE
                    {"items":[{"skuId":"TEE","quantity":1}],"channel":"PAYPAL"} | /channel | UNKNOWN_VALUE
                    """)
    void whatIsUnderstoodButWrongSaysWhere(String body, String pointer, String code) {
        Answer answer = post(body);

        assertProblem(answer, 422, "INVALID_REQUEST");
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo(code);
    }

    @Test
    void anUnknownFieldIsNamed() {
        Answer answer = post("{\"items\":[{\"skuId\":\"TEE\",\"quantity\":1,\"price\":1}]}");

        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/items/0/price");
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo("UNKNOWN_FIELD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"😀", "👨‍👩‍👧", "𠮷野家", "a\u200Bb", "'; DROP TABLE orders;--", "${7*7} #{7*7}", "\\n\\t"})
    void textIsKeptToTheByte(String remark) {
        Answer answer = post(GOOD.formatted(remark));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("remark").asText()).isEqualTo(remark.replace("\\n\\t", "\n\t"));
    }

    @Test
    void brokenUtf8IsMalformed() {
        byte[] body = GOOD.formatted("?").getBytes(StandardCharsets.UTF_8);
        body[body.length - 3] = (byte) 0xC3;

        Answer answer = send(
                asAlice(BASKETS).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)));

        assertProblem(answer, 400, "MALFORMED_REQUEST");
    }

    @ParameterizedTest
    @MethodSource
    void depthAndLengthHaveLimits(String body) {
        post(GOOD.formatted("warm"));
        long before = System.nanoTime();

        assertProblem(post(body), 400, "MALFORMED_REQUEST");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(500));
    }

    static Stream<String> depthAndLengthHaveLimits() {
        return Stream.of(
                "[".repeat(10_000), "{\"a\":".repeat(10_000), "[" + "0,".repeat(400_000) + "0]", "9".repeat(500_000));
    }

    @Test
    void aBodyAboveOneMegabyteIsTooLarge() {
        assertProblem(post(GOOD.formatted("x".repeat(1_100_000))), 413, "REQUEST_TOO_LARGE");
        assertProblem(
                send(asAlice(BASKETS)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(
                                GOOD.formatted("x".repeat(2_000_000)).getBytes(StandardCharsets.UTF_8))))),
                413,
                "REQUEST_TOO_LARGE");
    }

    @Test
    @Timeout(30)
    void aBodyThatNeverComesEndsInTime() {
        String answer = raw("POST " + BASKETS + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer test-shop\r\n"
                + "X-Shopper-Id: alice\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{");

        assertThat(answer).containsPattern("^HTTP/1.1 (400|408) ").contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/json;charset=utf-16",
                "application/vnd.x+json",
                "application/x-www-form-urlencoded",
                "nonsense",
                "application/json;charset=nope"
            })
    void onlyJsonInUtf8IsTaken(String type) {
        Answer answer =
                send(asAlice(BASKETS).header("Content-Type", type).POST(BodyPublishers.ofString(GOOD.formatted(""))));

        assertProblem(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void aBodyWithoutATypeOrCompressedIsNotTaken() {
        assertProblem(
                send(asAlice(BASKETS).POST(BodyPublishers.ofString(GOOD.formatted("")))),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
        assertProblem(
                send(json(asAlice(BASKETS), GOOD.formatted("")).header("Content-Encoding", "gzip")),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/nothing,404,NOT_FOUND",
        "GET,/api/v1/probe/caller/,404,NOT_FOUND",
        "GET,/api/v1/probe/absent,404,NOT_FOUND",
        "GET,/api/v1/forgotten,404,NOT_FOUND",
        "PUT,/api/v1/probe/baskets,405,METHOD_NOT_ALLOWED",
        "DELETE,/api/v1/probe/caller,405,METHOD_NOT_ALLOWED",
    })
    void absentRoutesAndMethodsAreTold(String method, String path, int status, String code) {
        Answer answer = send(asAlice(path).method(method, BodyPublishers.noBody()));

        assertProblem(answer, status, code);
        assertThat(answer.header("Allow").isEmpty()).isEqualTo(status != 405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET //api/v1/probe/caller",
                "GET /api/v1/probe/caller;jsessionid=1",
                "GET /api/v1/%2e%2e/v1/probe/caller",
                "GET /api/v1/../v1/probe/caller",
                "GET /api/v1/probe/caller%00",
                "GET /api/v1/probe%2fcaller",
                "GET /api/v1/probe/%5ccaller",
                "GET /api/v1/probe/<caller>",
                "GET /api/v1/probe/caller%zz",
                "TRACE /api/v1/probe/caller",
                "JEFF /api/v1/probe/caller",
                "\u0001\u0002",
            })
    void noTrickWithTheAddressReachesAHandler(String line) {
        String answer = raw(line + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer test-shop\r\n"
                + "X-Shopper-Id: alice\r\nConnection: close\r\n\r\n");

        assertThat(answer).containsPattern("^HTTP/1.1 (400|404|405) ").contains("application/problem+json");
        assertThat(answer).doesNotContain("Apache", "Tomcat", "Exception", "alice", "<html", "<!doctype");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=-1",
                "size=0",
                "size=101",
                "size=1000000000",
                "page=99999999999",
                "page=x",
                "page=1&page=2",
                "page=",
                "size=1.5",
                "page=%31%30%30%30%31",
                "status=PAYPAL"
            })
    void aBadPageIsRefused(String query) {
        assertProblem(send(asAlice("/api/v1/probe/pages?" + query)), 400, "MALFORMED_REQUEST");
    }

    @Test
    void aPageSaysWhereItStands() {
        Answer answer = send(asAlice("/api/v1/probe/pages?page=2&size=50"));

        assertThat(answer.body()).isEqualTo("{\"items\":[],\"page\":2,\"size\":50,\"total\":0}");
    }

    @ParameterizedTest
    @MethodSource
    void headersCannotBeForged(String name, String value) {
        Answer answer = send(asAlice("/api/v1/probe/absent").header(name, value));

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.http().headers().map().toString()).doesNotContain("evil");
        assertThat(answer.body()).doesNotContain("evil");
    }

    static Stream<Arguments> headersCannotBeForged() {
        return Stream.of(
                Arguments.of("X-Request-Id", "evil id"),
                Arguments.of("X-Request-Id", "evil".repeat(100)),
                Arguments.of("Accept-Language", "evil' OR 1=1;--"),
                Arguments.of("X-Forwarded-Host", "evil.example"),
                Arguments.of("X-Forwarded-Proto", "evil"),
                Arguments.of("X-Forwarded-For", "evil', sleep(5)"),
                Arguments.of("Forwarded", "host=evil.example"),
                Arguments.of("Accept", "evil/evil"));
    }

    @Test
    void aHarmlessRequestIdIsKept() {
        assertThat(send(asAlice("/api/v1/probe/absent").header("X-Request-Id", "trace-1.a_B"))
                        .json()
                        .path("requestId")
                        .asText())
                .isEqualTo("trace-1.a_B");
    }

    @Test
    void whatGoesWrongInsideShowsNothingAndIsNever500() {
        Answer answer = send(asAlice("/api/v1/probe/broken"));

        assertProblem(answer, 503, "TEMPORARILY_UNAVAILABLE");
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.body()).doesNotContain("secret-inside");
    }

    @Test
    void aRefusalIsReadableWhateverTheCallerAccepts() {
        assertProblem(send(asAlice("/api/v1/probe/absent").header("Accept", "image/png")), 404, "NOT_FOUND");
        assertProblem(send(asAlice("/api/v1/probe/pages").header("Accept", "image/png")), 406, "NOT_ACCEPTABLE");
    }

    @Test
    void aRefusalSpeaksTheCallersLanguage() {
        Answer answer = send(asAlice("/api/v1/probe/absent").header("Accept-Language", "zh-CN,zh;q=0.9"));

        assertThat(answer.json().path("title").asText()).isEqualTo("未找到");
    }
}
