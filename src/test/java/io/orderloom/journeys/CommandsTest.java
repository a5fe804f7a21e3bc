package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderloom.testing.Api;
import io.orderloom.testing.CommandSender;
import io.orderloom.testing.CommandSender.DeadLetter;
import io.orderloom.testing.CommandSender.Reply;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The backend and the warehouse command the shop over RabbitMQ instead of calling it over HTTP. */
class CommandsTest {

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(10);
    private final String id = UUID.randomUUID().toString();
    private CommandSender sender;

    @BeforeEach
    void connect() throws Exception {
        sender = new CommandSender(service.rabbitMq());
        ShopDriver.await(() -> meter("orderloom.commands.consuming"), consuming -> consuming == 1);
    }

    @AfterEach
    void disconnect() throws Exception {
        sender.close();
    }

    @Test
    void aShopperOrdersPaysAndGetsGoodsThatTheWarehouseCountedAndShippedByCommand() throws Exception {
        Reply counted = sender.ask("stock-adjusted", id + "-count", Map.of("sku-id", shop.skuA()), Map.of("onHand", 7));
        assertThat(counted.status()).isEqualTo(200);
        assertThat(counted.body().path("available").asInt()).isEqualTo(7);

        Reply placed = sender.ask("place-order", id, forShopper(), shop.baseOrder(shop.coupon()));
        assertThat(placed.status()).isEqualTo(201);
        assertThat(placed.contentType()).isEqualTo("application/json");
        assertThat(placed.body().path("payableFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        String orderNo = placed.body().path("orderNo").asText();
        assertThat(shop.order(orderNo).path("shopperId").asText()).isEqualTo(shop.shopper());

        Map<String, Object> parcel = Map.of("carrier", "SF", "trackingNo", "SF" + id.substring(0, 8));
        Reply early = sender.ask("ship-order", id + "-early", Map.of("order-no", orderNo), parcel);
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.contentType()).isEqualTo("application/problem+json");
        assertThat(early.body().path("code").asText()).isEqualTo("ORDER_NOT_PAID");

        shop.pays(shop.openPayment(orderNo).text("paymentNo"));
        shop.awaitStatus(orderNo, "PAID");
        Reply shipped = sender.ask("ship-order", id + "-ship", Map.of("order-no", orderNo), parcel);
        assertThat(shipped.status()).isEqualTo(201);
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("SHIPPED");
    }

    @Test
    void aRepeatedCommandGetsTheFirstAnswerAndHasOneEffect() throws Exception {
        Map<String, Object> order = shop.baseOrder();
        Reply first = sender.ask("place-order", id, forShopper(), order);
        Reply second = sender.ask("place-order", id, forShopper(), order);
        assertThat(first.replayed()).isFalse();
        assertThat(second.replayed()).isTrue();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(shop.available(shop.skuA())).isEqualTo(8);
    }

    @Test
    void thirtyCopiesAtOnceHaveOneEffect() throws Exception {
        for (int i = 0; i < 30; i++) {
            sender.askLater("place-order", id, forShopper(), shop.baseOrder());
        }
        String orderNo = sender.answerTo(id).body().path("orderNo").asText();
        for (int i = 1; i < 30; i++) {
            assertThat(sender.answerTo(id).body().path("orderNo").asText()).isEqualTo(orderNo);
        }
        assertThat(shop.available(shop.skuA())).isEqualTo(8);
    }

    @Test
    void theKeyOfACommandIsAnotherThanTheSameKeyOfACall() throws Exception {
        Map<String, Object> order = shop.baseOrder();
        String called = shop.shop()
                .with("Idempotency-Key", id)
                .post("/api/v1/orders", order)
                .text("orderNo");
        String commanded = sender.ask("place-order", id, forShopper(), order)
                .body()
                .path("orderNo")
                .asText();
        assertThat(commanded).isNotEqualTo(called);
    }

    @Test
    void aRefusalIsAnAnswerAndNotADeadLetter() throws Exception {
        sender.ask("stock-adjusted", id + "-count", Map.of("sku-id", shop.skuA()), Map.of("onHand", 1));
        Reply refused = sender.ask("place-order", id, forShopper(), shop.baseOrder());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("code").asText()).isEqualTo("OUT_OF_STOCK");
        assertThat(sender.nextDeadLetter()).isNull();
        sender.ask("stock-adjusted", id + "-again", Map.of("sku-id", shop.skuA()), Map.of("onHand", 5));
        assertThat(sender.ask("place-order", id, forShopper(), shop.baseOrder()).status())
                .as("a refusal that committed nothing is evaluated afresh")
                .isEqualTo(201);
    }

    @Test
    void aRefusalThatNobodyWaitsForIsToldAsAnEvent() throws Exception {
        sender.tell("ship-order", id, Map.of("order-no", "NOSUCHORDER1"), Map.of("carrier", "SF"));
        JsonNode event = sender.refusalOf(id);
        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
        assertThat(event.path("type").asText()).isEqualTo("command.refused.v1");
        assertThat(event.path("data").path("command").asText()).isEqualTo("ship-order");
        assertThat(event.path("data").path("status").asInt()).isEqualTo(404);
        assertThat(event.path("data").path("problem").path("code").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void wrongValuesAreRefusedInTheWordsOfHttp() throws Exception {
        Map<String, Object> order = new LinkedHashMap<>(shop.baseOrder());
        order.put("items", List.of(Map.of("skuId", shop.skuA(), "quantity", 0)));
        Reply refused = sender.ask("place-order", id, forShopper(), order);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().path("errors").path(0).path("pointer").asText())
                .isEqualTo("/items/0/quantity");

        Reply negative = sender.ask("stock-adjusted", id + "-n", Map.of("sku-id", shop.skuA()), Map.of("onHand", -1));
        assertThat(negative.status()).isEqualTo(422);
        assertThat(negative.body().path("errors").path(0).path("pointer").asText())
                .isEqualTo("/onHand");
    }

    @Test
    void aWarehouseSystemReceivesAReturnOnce() throws Exception {
        String orderNo = shop.deliveredBaseOrder();
        String number = shop.asks(orderNo, "RETURN_AND_REFUND", 2, 1);
        shop.decides(number, true);
        shop.sendsBack(number);
        String id = "return-" + number;
        Map<String, Object> found = Map.of("accepted", true);

        Reply first = sender.ask("return-received", id, Map.of("after-sales-no", number), found);
        Reply again = sender.ask("return-received", id, Map.of("after-sales-no", number), found);

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(200);
        shop.awaitAfterSale(number, "COMPLETED");
        assertThat(shop.onHand(shop.skuB())).isEqualTo(10);
        assertThat(sender.ask("return-received", id + "-2", Map.of("after-sales-no", number), found)
                        .status())
                .isEqualTo(409);
    }

    static Stream<Arguments> poison() {
        String good = "{\"onHand\":3}";
        return Stream.of(
                Arguments.of("no JSON", "stock-adjusted", "{\"onHand\":", "MALFORMED_REQUEST"),
                Arguments.of("an unknown field", "stock-adjusted", "{\"onHand\":3,\"paid\":true}", "MALFORMED_REQUEST"),
                Arguments.of("a field twice", "stock-adjusted", "{\"onHand\":3,\"onHand\":9}", "MALFORMED_REQUEST"),
                Arguments.of("a number as text", "stock-adjusted", "{\"onHand\":\"3\"}", "MALFORMED_REQUEST"),
                Arguments.of("an empty body", "stock-adjusted", "", "MALFORMED_REQUEST"),
                Arguments.of("five megabytes", "stock-adjusted", good + " ".repeat(5_000_000), "MALFORMED_REQUEST"),
                Arguments.of("an unknown type", "pay-order", good, "UNKNOWN_TYPE"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("poison")
    void poisonGoesToTheDeadLettersWithItsReason(String what, String type, String body, String reason)
            throws Exception {
        sender.tell(type, id, Map.of("sku-id", shop.skuA()), body);
        DeadLetter dead = sender.deadLetter();
        assertThat(dead.messageId()).isEqualTo(id);
        assertThat(dead.reason()).isEqualTo(reason);
        assertThat(dead.size()).isEqualTo(body.length());
        assertThat(shop.onHand(shop.skuA())).isEqualTo(10);
    }

    @Test
    void aCommandWithoutAnIdOrWithoutItsHeaderIsPoisonToo() throws Exception {
        sender.tell("stock-adjusted", null, Map.of("sku-id", shop.skuA()), Map.of("onHand", 3));
        assertThat(sender.deadLetter().reason()).isEqualTo("MESSAGE_ID_MISSING");
        sender.tell("stock-adjusted", id, Map.of(), Map.of("onHand", 3));
        assertThat(sender.deadLetter().reason()).isEqualTo("MALFORMED_REQUEST");
        sender.tell("place-order", id, Map.of("x-shopper-id", "a b"), shop.baseOrder());
        assertThat(sender.deadLetter().reason()).isEqualTo("MALFORMED_REQUEST");
    }

    @Test
    void theRiskRulesJudgeCommandsToo() throws Exception {
        Api ops = shop.staff("ops");
        String block = "/ops/v1/blocks/shopper/" + shop.shopper();
        ops.put(block, Map.of());
        Map<String, Object> headers =
                Map.of("x-shopper-id", shop.shopper(), "x-device-id", "device-of-" + shop.shopper());

        Reply refused = sender.ask("place-order", id, headers, shop.baseOrder());

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().path("code").asText()).isEqualTo("ORDER_REFUSED");
        assertThat(sender.ask("place-order", id, headers, shop.baseOrder()).replayed())
                .isTrue();
        ops.delete(block);
        assertThat(sender.ask("place-order", id + "b", headers, shop.baseOrder())
                        .status())
                .isEqualTo(201);
        JsonNode verdicts = ops.get("/ops/v1/risk-verdicts?shopperId=" + shop.shopper())
                .body()
                .path("items");
        assertThat(verdicts)
                .extracting(verdict -> verdict.path("verdict").asText())
                .containsExactly("ACCEPT", "REFUSE");
        assertThat(verdicts.path(0).path("facts").path("deviceOrders").asInt()).isEqualTo(1);
    }

    @Test
    void theSameIdWithAnotherBodyOrAnotherSubjectIsPoison() throws Exception {
        sender.ask("stock-adjusted", id, Map.of("sku-id", shop.skuA()), Map.of("onHand", 4));
        Reply told = sender.ask("stock-adjusted", id, Map.of("sku-id", shop.skuA()), Map.of("onHand", 5));
        assertThat(told.body().path("code").asText()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(sender.deadLetter().reason()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        sender.tell("stock-adjusted", id, Map.of("sku-id", shop.skuB()), Map.of("onHand", 4));
        assertThat(sender.deadLetter().reason()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(shop.onHand(shop.skuA())).isEqualTo(4);
        assertThat(shop.onHand(shop.skuB())).isEqualTo(10);
    }

    @Test
    void poisonDoesNotDelayItsNeighbours() throws Exception {
        long begun = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            sender.tell("stock-adjusted", id + "-bad-" + i, Map.of(), "{");
            sender.askLater(
                    "stock-adjusted", id + "-good-" + i, Map.of("sku-id", shop.skuA()), Map.of("onHand", 100 + i));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(sender.answerTo(id + "-good-" + i).status()).isEqualTo(200);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        for (int i = 0; i < 50; i++) {
            assertThat(sender.deadLetter().reason()).isEqualTo("MALFORMED_REQUEST");
        }
    }

    @Test
    void figuresTellWhatBecameOfTheCommands() throws Exception {
        double before = count("stock-adjusted", "done");
        double poisonBefore = count("unknown", "poison");
        sender.ask("stock-adjusted", id, Map.of("sku-id", shop.skuA()), Map.of("onHand", 4));
        sender.tell("a-type-nobody-knows", id, Map.of(), "{}");
        sender.deadLetter();
        ShopDriver.await(() -> count("stock-adjusted", "done"), done -> done == before + 1);
        ShopDriver.await(() -> count("unknown", "poison"), poison -> poison == poisonBefore + 1);
    }

    private double count(String type, String outcome) {
        var timer = service.bean(MeterRegistry.class)
                .find("orderloom.commands")
                .tags("type", type, "outcome", outcome)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    private double meter(String name) {
        return service.bean(MeterRegistry.class).get(name).gauge().value();
    }

    private Map<String, Object> forShopper() {
        return Map.of("x-shopper-id", shop.shopper());
    }
}
