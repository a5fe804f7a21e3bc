package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A shopper asks on a page of the mini-program, customer service answers. */
class ConversationTest {

    private final ShopDriver shop = new ShopDriver(RunningService.shared());

    @Test
    void aShopperAsksAboutAnOrderAndStaffAnswersWithTheOrderBesideIt() {
        shop.stocked(10);
        String orderNo = shop.placeBaseOrderWithoutCoupon();
        String id = begin(orderNo, "什么时候发货？");

        JsonNode seen = shop.staff("service").get("/api/v1/conversations/" + id).body();
        assertThat(seen.path("status").asText()).isEqualTo("OPEN");
        assertThat(seen.path("order").path("status").asText()).isEqualTo("PENDING_PAYMENT");
        assertThat(seen.path("order").path("payableFen").asLong())
                .isEqualTo(shop.order(orderNo).path("payableFen").asLong());
        assertThat(openOnes()).contains(id);

        write(shop.staff("service"), id, "付款后当天发货。");

        JsonNode mine =
                shop.shop().get("/api/v1/conversations").body().path("items").path(0);
        assertThat(mine.path("conversationId").asText()).isEqualTo(id);
        assertThat(mine.path("status").asText()).isEqualTo("ANSWERED");
        assertThat(mine.path("unread").asInt()).isEqualTo(1);
        assertThat(mine.path("order").isNull()).isTrue();
        JsonNode messages = messages(shop.shop(), id);
        assertThat(messages.path("items").findValuesAsText("text")).containsExactly("什么时候发货？", "付款后当天发货。");
        assertThat(messages.path("items").findValuesAsText("by")).containsExactly("shopper", "staff");
        assertThat(messages(shop.staff("service"), id)
                        .path("items")
                        .path(1)
                        .path("by")
                        .asText())
                .isEqualTo("staff:demo-service");
        assertThat(shop.shop()
                        .get("/api/v1/conversations/" + id)
                        .body()
                        .path("unread")
                        .asInt())
                .as("fetching them is reading them")
                .isZero();
        assertThat(openOnes()).doesNotContain(id);
    }

    @Test
    void somebodyElsesConversationIsNotThere() {
        String id = begin(null, "只有我能看");
        Api bob = new ShopDriver(RunningService.shared()).shop();

        assertThat(bob.get("/api/v1/conversations/" + id).status()).isEqualTo(404);
        assertThat(bob.get("/api/v1/conversations/" + id + "/messages").status())
                .isEqualTo(404);
        assertThat(bob.post("/api/v1/conversations/" + id + "/messages", Map.of("text", "hello"))
                        .status())
                .isEqualTo(404);
        assertThat(bob.get("/api/v1/conversations").body().path("total").asInt())
                .isZero();
        String orderNo = shop.stocked(10).placeBaseOrderWithoutCoupon();
        assertThat(bob.post("/api/v1/conversations", Map.of("orderNo", orderNo, "text", "hello"))
                        .status())
                .isEqualTo(404);
        assertThat(shop.staff("warehouse").get("/api/v1/conversations").status())
                .isEqualTo(403);
        assertThat(messages(shop.shop(), id).path("total").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                 | 422 | TEXT_MISSING
                    '   '              | 422 | TEXT_MISSING
                    long:1001          | 422 | TEXT_TOO_LONG
                    a\\u0000b         | 400 | MALFORMED_REQUEST
                    turned\\u202Ed     | 400 | MALFORMED_REQUEST
                    line\\u2028line    | 422 | CONTROL_CHARACTERS
                    long:1000          | 201 | ''
                    <b>bold</b>        | 201 | ''
                    one\\ntwo           | 201 | ''
                    """)
    void whatMayBeWritten(String text, int status, String code) {
        String written = text.startsWith("long:")
                ? "长".repeat(Integer.parseInt(text.substring(5)))
                : text.replace("\\u0000", "\u0000")
                        .replace("\\u202E", "\u202E")
                        .replace("\\u2028", String.valueOf((char) 0x2028))
                        .replace("\\n", "\n");

        Answer answer = shop.shop().post("/api/v1/conversations", Map.of("text", written));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        if (status == 400) {
            assertThat(answer.code()).isEqualTo(code);
        } else if (status == 422) {
            assertThat(answer.body().path("errors").path(0).path("code").asText())
                    .isEqualTo(code);
            assertThat(answer.body().path("errors").path(0).path("pointer").asText())
                    .isEqualTo("/text");
        } else {
            assertThat(messages(shop.shop(), answer.text("conversationId"))
                            .path("items")
                            .path(0)
                            .path("text")
                            .asText())
                    .isEqualTo(written);
        }
    }

    @Test
    void aKeyIsWelcomeAndNobodyAsksForOne() {
        Api once = shop.shop().with("Idempotency-Key", "conversation-" + shop.shopper());
        Answer first = once.post("/api/v1/conversations", Map.of("text", "在吗"));
        Answer repeat = once.post("/api/v1/conversations", Map.of("text", "在吗"));

        assertThat(repeat.text("conversationId")).isEqualTo(first.text("conversationId"));
        assertThat(repeat.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(once.post("/api/v1/conversations", Map.of("text", "别的")).code())
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        Answer without = shop.shop().send("POST", "/api/v1/conversations", Map.of("text", "在吗"));
        assertThat(without.status()).isEqualTo(201);
        assertThat(without.text("conversationId")).isNotEqualTo(first.text("conversationId"));
    }

    @Test
    void whoWantsToBeForgottenLeavesNoWords() {
        String id = begin(null, "我的地址是文三路 1 号");
        write(shop.staff("service"), id, "好的，张先生");

        assertThat(shop.shop().delete("/api/v1/me").status()).isEqualTo(204);

        JsonNode left = messages(shop.staff("service"), id);
        assertThat(left.path("total").asInt()).isEqualTo(2);
        assertThat(left.path("items"))
                .allSatisfy(message -> assertThat(message.path("text").isNull()).isTrue());
    }

    private String begin(@Nullable String orderNo, String text) {
        Map<String, Object> body = new HashMap<>(Map.of("text", text));
        if (orderNo != null) {
            body.put("orderNo", orderNo);
        }
        Answer begun = shop.shop().post("/api/v1/conversations", body);
        assertThat(begun.status()).as(begun.toString()).isEqualTo(201);
        assertThat(begun.headers().firstValue("Location"))
                .hasValue("/api/v1/conversations/" + begun.text("conversationId"));
        return begun.text("conversationId");
    }

    private static void write(Api who, String id, String text) {
        Answer written = who.post("/api/v1/conversations/" + id + "/messages", Map.of("text", text));
        assertThat(written.status()).as(written.toString()).isEqualTo(201);
    }

    private static JsonNode messages(Api who, String id) {
        return who.get("/api/v1/conversations/" + id + "/messages").body();
    }

    private List<String> openOnes() {
        return shop.staff("service")
                .get("/api/v1/conversations?size=100")
                .body()
                .path("items")
                .findValuesAsText("conversationId");
    }
}
