package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What WeChat pushes: what is WeChat's counts once, what is not counts nothing. */
class MiniProgramPushTest {

    private static final String WEBHOOK = "/webhooks/wechat-mini-program";

    private final ShopDriver shop = new ShopDriver(RunningService.shared());
    private final String code = "pusher" + UUID.randomUUID().toString().substring(0, 8);
    private final String openid = "openid-" + code;
    private String shopper = "";

    @BeforeEach
    void logIn() {
        shopper = RunningService.shared()
                .api()
                .post("/api/v1/sessions", Map.of("code", code))
                .text("shopperId");
    }

    @AfterEach
    void heal() {
        shop.sandbox().delete("/sandbox/v1/faults");
    }

    @ParameterizedTest
    @CsvSource({"JSON", "XML"})
    void whatAUserWritesInWeChatStandsInAConversationOnce(String format) {
        JsonNode told =
                push(Map.of("openid", openid, "text", "<在吗>&]]>", "format", format, "copies", 6, "parallel", 3));

        assertThat(told.path("answers")).hasSize(6).allSatisfy(answer -> assertThat(answer.asInt())
                .isEqualTo(200));
        assertThat(told.path("bodies"))
                .allSatisfy(body -> assertThat(body.asText()).isEqualTo("success"));
        JsonNode messages = messages();
        assertThat(messages).hasSize(1);
        assertThat(messages.path(0).path("text").asText()).isEqualTo("<在吗>&]]>");
        assertThat(messages.path(0).path("channel").asText()).isEqualTo("WECHAT");

        push(Map.of("openid", openid, "text", "还有", "format", format));
        push(Map.of("openid", openid, "msgType", "image", "format", format));
        assertThat(messages().findValuesAsText("text")).containsExactly("<在吗>&]]>", "还有", "[图片 picture]");
    }

    @Test
    void aShopWithALoginOfItsOwnSaysWhoItsShopperIsAtWeChat() {
        String openid = "openid-own-" + shop.shopper();
        assertThat(shop.shop().put("/api/v1/me", Map.of("openid", openid)).status())
                .isEqualTo(200);
        assertThat(shop.shop().put("/api/v1/me", Map.of("openid", this.openid)).code())
                .as("that is somebody else")
                .isEqualTo("OPENID_TAKEN");
        assertThat(shop.shop().put("/api/v1/me", Map.of("openid", "a b")).status())
                .isEqualTo(422);
        String token = RunningService.shared()
                .api()
                .post("/api/v1/sessions", Map.of("code", code))
                .text("token");
        assertThat(RunningService.shared()
                        .api()
                        .as(token)
                        .put("/api/v1/me", Map.of("openid", openid))
                        .status())
                .as("nobody says so of themselves")
                .isEqualTo(422);

        push(Map.of("openid", openid, "text", "我是老顾客"));

        assertThat(shop.shop().get("/api/v1/conversations").body().path("total").asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"SIGNATURE", "BODY", "STALE", "MERCHANT"})
    void whatIsNotWeChatsIsRefusedAndLeavesNothing(String tamper) {
        for (String format : List.of("JSON", "XML")) {
            JsonNode told = push(Map.of("openid", openid, "text", "forged", "tamper", tamper, "format", format));
            assertThat(told.path("answers").path(0).asInt()).isEqualTo(401);
        }
        assertThat(conversations()).isEmpty();
    }

    @Test
    void aPushThatIsNotEncryptedIsNotTaken() {
        JsonNode told = push(Map.of("openid", openid, "text", "plain", "mode", "PLAIN"));
        assertThat(told.path("answers").path(0).asInt()).isEqualTo(401);
        assertThat(conversations()).isEmpty();
    }

    @Test
    void anEventNobodyKnowsIsAnsweredAndChangesNothing() {
        JsonNode told = push(Map.of(
                "openid",
                openid,
                "event",
                "wxa_something_new",
                "createTime",
                1_700_000_000,
                "copies",
                2,
                "fields",
                Map.of("deep", "thing")));
        assertThat(told.path("answers"))
                .allSatisfy(answer -> assertThat(answer.asInt()).isEqualTo(200));
        assertThat(conversations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | ?signature=x&timestamp=1&nonce=2&echostr=hello | 401",
                "GET  | ''                                              | 401",
                "POST | ''                                              | 400",
                "POST | ?signature=x&timestamp=1&nonce=2                | 401",
            })
    void whoHasNoSignatureIsNotHeard(String method, String query, int status) {
        Object body = query.isEmpty() ? "<!DOCTYPE xml><xml/>" : Map.of("Encrypt", "AAAA");
        Answer answer = RunningService.shared().api().send(method, WEBHOOK + query, method.equals("GET") ? null : body);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void aBodyThatIsTooLongIsNotRead() {
        Answer answer = RunningService.shared()
                .api()
                .send(
                        "POST",
                        WEBHOOK + "?signature=x&timestamp=1&nonce=2",
                        "{\"Encrypt\":\"" + "A".repeat(1_100_000) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void aReminderOfWeChatBringsTheReportOfTheShippingOnAtOnce() {
        shop.stocked(10);
        String orderNo = shop.placeBaseOrderWithoutCoupon();
        String paymentNo = shop.openPayment(orderNo).text("paymentNo");
        shop.pays(paymentNo);
        shop.awaitStatus(orderNo, "PAID");
        assertThat(remind(paymentNo)).as("nothing has left yet").isEqualTo(200);
        shop.fault("WECHAT_MINI_PROGRAM", "shipping-info", "SYSTEM_ERROR", 3);
        shop.ship(orderNo);
        ShopDriver.await(
                () -> shop.sandbox().get("/sandbox/v1/faults").body().findValuesAsText("times"),
                times -> times.equals(List.of("2")));
        shop.sandbox().delete("/sandbox/v1/faults");
        assertThat(shop.weChatShippingInfo(paymentNo)).isEmpty();

        assertThat(remind(paymentNo)).isEqualTo(200);

        // By itself it would be tried again after ten seconds.
        Awaitility.await()
                .atMost(Duration.ofSeconds(6))
                .until(() -> shop.weChatShippingInfo(paymentNo).size() == 1);
        assertThat(shop.timelineKinds(orderNo))
                .filteredOn("wechat.shipping-missed"::equals)
                .hasSize(2);
    }

    @Test
    void aReminderOfAnOrderThatNobodyReportsShowsItToOperatorsUntilWeChatHasIt() {
        shop.stocked(10);
        String orderNo = shop.placeBaseOrderWithoutCoupon();
        String paymentNo = shop.openPayment(orderNo).text("paymentNo");
        shop.pays(paymentNo);
        shop.awaitStatus(orderNo, "PAID");
        shop.ship(orderNo);
        ShopDriver.await(() -> shop.weChatShippingInfo(paymentNo), told -> told.size() == 1);
        ShopDriver.await(() -> shop.timelineKinds(orderNo), kinds -> kinds.contains("shipping.reported"));

        assertThat(remind(paymentNo)).isEqualTo(200);

        assertThat(shop.stuck(orderNo).path("reason").asText()).contains("WeChat asks for the shipping");
        settled(paymentNo);
        assertThat(shop.timelineKinds(orderNo)).contains("wechat.settled");
        assertThat(shop.staff("ops").get("/ops/v1/stuck-orders").body().findValuesAsText("orderNo"))
                .doesNotContain(orderNo);
        assertThat(remind("NOBODYSPAYMENT1")).isEqualTo(404);
    }

    @Test
    void whatWeChatSaysOfATopUpIsNotSaidOfTheParcelsThatTheOrderItselfPaidFor() {
        shop.stocked(10);
        String skuD = shop.alsoSells("D", 10_900, 1);
        String orderNo = shop.deliveredBaseOrder();
        String ofTheOrder = shop.shop()
                .get("/api/v1/orders/" + orderNo + "/payments")
                .body()
                .path(0)
                .path("paymentNo")
                .asText();
        String number = shop.asksForExchange(orderNo, 1, 1, skuD);
        shop.decides(number, true);
        String topUp = shop.opensTopUp(number, "WECHAT_PAY", "MINI_PROGRAM").text("paymentNo");
        shop.pays(topUp);
        shop.awaitAfterSale(number, "AWAITING_RETURN");

        assertThat(remind(topUp)).isEqualTo(200);

        assertThat(shop.stuck(orderNo).isMissingNode())
                .as("nothing is sent before the old goods are back")
                .isTrue();
        shop.sendsBack(number);
        shop.inspects(number, Map.of("accepted", true));
        shop.awaitAfterSale(number, "REPLACING");
        shop.sendsReplacement(number);
        ShopDriver.await(() -> shop.weChatShippingInfo(topUp), told -> told.size() == 1);
        ShopDriver.await(
                () -> shop.timelineKinds(orderNo), kinds -> Collections.frequency(kinds, "shipping.reported") == 2);
        remind(topUp);
        settled(ofTheOrder);
        assertThat(shop.stuck(orderNo).path("reason").asText()).contains("WeChat asks for the shipping");
        settled(topUp);
        assertThat(shop.stuck(orderNo).isMissingNode()).isTrue();
    }

    private int remind(String paymentNo) {
        Answer told = shop.sandbox()
                .post(
                        "/sandbox/v1/mini-program/pushes",
                        Map.of(
                                "event",
                                "trade_manage_remind_shipping",
                                "paymentNo",
                                paymentNo,
                                "createTime",
                                System.nanoTime() / 1000));
        return told.status() == 200 ? told.body().path("answers").path(0).asInt() : told.status();
    }

    private void settled(String paymentNo) {
        push(Map.of(
                "event",
                "trade_manage_order_settlement",
                "paymentNo",
                paymentNo,
                "fields",
                Map.of("settlement_time", "1763870000", "confirm_receive_method", "1")));
    }

    private JsonNode push(Map<String, Object> order) {
        Answer told = shop.sandbox().post("/sandbox/v1/mini-program/pushes", new HashMap<>(order));
        assertThat(told.status()).as(told.toString()).isEqualTo(200);
        return told.body();
    }

    private JsonNode conversations() {
        return RunningService.shared()
                .api()
                .as("demo-shop")
                .forShopper(shopper)
                .get("/api/v1/conversations")
                .body()
                .path("items");
    }

    private JsonNode messages() {
        assertThat(conversations()).hasSize(1);
        return shop.staff("service")
                .get("/api/v1/conversations/"
                        + conversations().path(0).path("conversationId").asText() + "/messages")
                .body()
                .path("items");
    }
}
