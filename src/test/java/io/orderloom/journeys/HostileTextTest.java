package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write is kept to the byte or refused, and never understood as anything else. */
class HostileTextTest {

    private static final RunningService SERVICE = RunningService.shared();
    private static final ShopDriver SHOP = new ShopDriver(SERVICE).stocked(1_000);
    private static final Api SHOPPER = SHOP.shop();
    private static final String HOME = "/api/v1/me/addresses/home";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "文三路 1 号 😀👨‍👩‍👧 𠮷野家",
                "<script>alert(1)</script>",
                "${7*7} #{7*7} {{7*7}} ${execution.setVariable('paid',true)}",
                "'; DROP TABLE orders; --",
                "\" OR \"1\"=\"1",
                "50% _ \\ \\' /* */",
                "=cmd|' /C calc'!A0",
                "%s %n %x {} \\u0041"
            })
    void textIsKeptToTheByteAndRunsNowhere(String text) {
        Map<String, Object> order = new LinkedHashMap<>(SHOP.baseOrder());
        order.put("shippingAddress", address(text));
        order.put("remark", text);
        Answer placed = SHOPPER.post("/api/v1/orders", order);
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        assertThat(placed.body().path("payableFen").asLong()).isEqualTo(25_401);
        assertThat(placed.body().path("status").asText()).isEqualTo("PENDING_PAYMENT");

        assertThat(SHOPPER.put(HOME, address(text)).status()).isIn(200, 201);
        assertThat(SHOPPER.get(HOME).text("detail")).isEqualTo(text);
        assertThat(SHOPPER.get("/api/v1/orders?size=100").body().path("total").asInt())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\u0007b", "\u202Egpj.exe", "\uD83D", "a\u2066b"})
    void textThatDeceivesItsReaderIsMalformed(String text) {
        String body = "{\"nickname\":\"" + escaped(text) + "\"}";
        Answer refused = SHOPPER.put("/api/v1/me", body);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("MALFORMED_REQUEST");
    }

    static Stream<Arguments> wrongAddresses() {
        return Stream.of(
                Arguments.of("name", ""),
                Arguments.of("name", "x".repeat(5_000)),
                Arguments.of("phone", "12345"),
                Arguments.of("phone", "１３８００００００００"),
                Arguments.of("province", ""),
                Arguments.of("city", "x".repeat(5_000)),
                Arguments.of("detail", ""),
                Arguments.of("detail", "x".repeat(5_000)));
    }

    @ParameterizedTest
    @MethodSource("wrongAddresses")
    void anAddressNobodyCouldDeliverToIsRefusedAtItsPlace(String field, String value) {
        Map<String, Object> address = new LinkedHashMap<>(address("文三路 1 号"));
        address.put(field, value);
        Answer refused = SHOPPER.put(HOME, address);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        assertThat(refused.body().path("errors").findValuesAsText("pointer")).contains("/" + field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort=id;drop",
                "sort=(select 1)",
                "sort=desc,sleep(5)",
                "sort=-price--",
                "page=-1",
                "size=0",
                "size=1000000000",
                "page=99999999999",
                "minPriceFen=1e3",
                "maxPriceFen=9223372036854775808"
            })
    void aQuestionOutsideTheListOfQuestionsIsMalformed(String query) {
        assertThat(SHOPPER.get("/api/v1/products?" + encoded(query)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "0000-00-00, 400",
        "2026-02-29T00:00:00Z, 400",
        "2026-01-01T00:00:00, 400",
        "2026-01-01, 400",
        "yesterday, 400",
        "1767225600, 400",
        "2026-01-01T00:00:00Z, 200",
        "2026-01-01T00:00:00+08:00, 200",
        "9999-12-31T23:59:59Z, 200"
    })
    void aMomentIsADayThatExistsWithItsOffset(String moment, int status) {
        String encoded = URLEncoder.encode(moment, StandardCharsets.UTF_8);
        assertThat(SHOPPER.get("/api/v1/orders?from=" + encoded).status()).isEqualTo(status);
        assertThat(SHOPPER.get("/api/v1/orders?to=" + encoded).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1; DROP TABLE outbox_messages", "9223372036854775808"})
    void aForgedCursorOfEventsIsMalformed(String cursor) {
        assertThat(SERVICE.api()
                        .as("demo-ops")
                        .get("/api/v1/events?after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aShopperWhoHammersIsToldToSlowDownWhileOthersAreServed() {
        Api hammering = new ShopDriver(SERVICE).shop();
        Answer last = hammering.post("/api/v1/orders/NOSUCHORDER1/receipt", "");
        for (int i = 0; i < 1_500 && last.status() != 429; i++) {
            last = hammering.post("/api/v1/orders/NOSUCHORDER1/receipt", "");
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.code()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(last.headers().firstValue("Retry-After")).contains("1");
        assertThat(SHOPPER.post("/api/v1/orders/NOSUCHORDER1/receipt", "").status())
                .isEqualTo(404);
    }

    private static Map<String, Object> address(String detail) {
        return Map.of(
                "name",
                "张三",
                "phone",
                "13800000000",
                "province",
                "浙江省",
                "city",
                "杭州市",
                "district",
                "西湖区",
                "detail",
                detail);
    }

    private static String escaped(String text) {
        return text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    }

    private static String encoded(String query) {
        List<String> parts = List.of(query.split("=", 2));
        return parts.get(0) + "=" + URLEncoder.encode(parts.get(1), StandardCharsets.UTF_8);
    }
}
