package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.engine.Transactions;
import io.orderloom.fulfilment.RemindReceipt;
import io.orderloom.shared.OrderNo;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Shoppers ask in WeChat, staff answers, and WeChat tells: in its chat, as a notice, or not at all, and then somebody calls. */
class CustomerServiceTest {

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service);

    @AfterEach
    void heal() {
        shop.sandbox().delete("/sandbox/v1/faults");
    }

    @Test
    void anAnswerReachesTheChatAsLongAsItsWindowIsOpenAndThenComesAsANotice() {
        Shopper alice = new Shopper("alice");
        alice.writesInWeChat("红色还有 M 码吗？");
        alice.writesInWeChat("在吗？");
        String id = alice.conversation();

        for (int i = 1; i <= 5; i++) {
            staffAnswers(id, "有的，第 " + i + " 句");
        }
        ShopDriver.await(alice::told, told -> told.size() == 5);
        assertThat(alice.told()).allMatch("CUSTOM"::equals);
        assertThat(alice.messages()
                        .get(0)
                        .path("content")
                        .path("text")
                        .path("content")
                        .asText())
                .isEqualTo("有的，第 1 句");

        staffAnswers(id, "第六句");
        ShopDriver.await(alice::told, told -> told.size() == 6);
        assertThat(alice.told().get(5)).isEqualTo("SUBSCRIBE");
        assertThat(alice.messages().get(5).path("content").toString())
                .contains("sandbox-answer", id)
                .as("a notice does not show the words")
                .doesNotContain("第六句");
        assertThat(deliveries(id)).endsWith("CUSTOMER_MESSAGE", "SUBSCRIBE_MESSAGE");

        alice.writesInWeChat("谢谢");
        staffAnswers(id, "不客气");
        ShopDriver.await(alice::told, told -> told.size() == 7);
        assertThat(alice.told().get(6))
                .as("a word of the shopper opens the window again")
                .isEqualTo("CUSTOM");
    }

    @Test
    void whoWantsNoNoticesAndDoesNotReadIsCalled() {
        Shopper carol = new Shopper("refuses");
        Shopper dave = new Shopper("refuses");
        String unread = carol.begins("我的包裹到哪了？");
        String read = dave.begins("可以开发票吗？");
        staffAnswers(unread, "今天送到");
        staffAnswers(unread, "请保持电话畅通");
        staffAnswers(read, "可以");
        ShopDriver.await(() -> deliveries(unread), all -> all.equals(List.of("NOT_DELIVERED", "NOT_DELIVERED")));
        ShopDriver.await(() -> deliveries(read), all -> all.equals(List.of("NOT_DELIVERED")));
        assertThat(carol.told()).isEmpty();
        dave.api().get("/api/v1/conversations/" + read + "/messages");

        shop.advance("PT4H");

        JsonNode task =
                ShopDriver.await(() -> tasks(unread), all -> all.size() == 1).path(0);
        assertThat(task.path("name").asText()).isEqualTo("Call shopper");
        assertThat(task.path("due").asText()).isNotBlank();
        assertThat(tasks(read)).as("who has read it is not called").isEmpty();
        Answer wrong = complete(task, Map.of());
        assertThat(wrong.status()).as("what came of it has to be said").isGreaterThanOrEqualTo(400);
        assertThat(complete(task, Map.of("call", Map.of("value", "REACHED"), "note", Map.of("value", "说好了明天送")))
                        .status())
                .isEqualTo(204);
        assertThat(tasks(unread)).isEmpty();
        JsonNode entry = decision(unread);
        assertThat(entry.toString()).contains("SHOPPER_CALL_REACHED", "说好了明天送", "demo-service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SYSTEM_ERROR", "HTTP_500", "RESET"})
    void whileWeChatIsDownNothingWaitsForItAndTheAnswerComesWhenItIsBack(String fault) {
        Shopper bob = new Shopper("bob");
        bob.writesInWeChat("在吗？");
        shop.fault("WECHAT_MINI_PROGRAM", "message", fault, 1);
        staffAnswers(bob.conversation(), "在的");
        ShopDriver.await(
                () -> shop.sandbox().get("/sandbox/v1/faults").body().findValuesAsText("times"), List::isEmpty);
        assertThat(bob.told()).isEmpty();

        shop.advance("PT11S");

        ShopDriver.await(bob::told, told -> told.equals(List.of("CUSTOM")));
    }

    @Test
    void atTheMomentsThatMatterAShopperIsToldOnceEach() {
        shop.stocked(10);
        shop.fault("WECHAT_MINI_PROGRAM", "message", "HTTP_502", 1);
        String orderNo = shop.placeBaseOrderWithoutCoupon();
        Answer payment = shop.openPayment(orderNo);
        shop.pays(payment.text("paymentNo"));
        shop.notified(payment.text("paymentNo"), 3);
        shop.awaitStatus(orderNo, "PAID");
        shop.ship(orderNo);
        shop.awaitStatus(orderNo, "SHIPPED");
        String caseNo = shop.asks(orderNo, "RETURN_AND_REFUND", 1, 1);
        assertThat(shop.decides(caseNo, true).status()).isEqualTo(200);
        shop.staff("service").post("/api/v1/orders/" + orderNo + "/refunds", Map.of("amountFen", 100, "note", "差价"));
        shop.advance("PT1M");

        List<JsonNode> told = ShopDriver.await(() -> toldOf(orderNo), all -> all.size() == 4);

        assertThat(told.stream()
                        .map(one -> one.path("content").path("template_id").asText()))
                .containsExactlyInAnyOrder(
                        "sandbox-order-paid",
                        "sandbox-parcel-shipped",
                        "sandbox-return-approved",
                        "sandbox-refund-done");
        long paidFen = shop.order(orderNo).path("paidFen").asLong();
        assertThat(told.toString())
                .contains(
                        "\"value\":\"" + BigDecimal.valueOf(paidFen, 2) + "\"",
                        "pages/order?orderNo=" + orderNo,
                        "\"value\":\"1.00\"");
        assertThat(shop.timelineKinds(orderNo))
                .filteredOn("shopper.told"::equals)
                .hasSize(4);
        assertThat(messagesLeft()).isZero();
    }

    @Test
    void whoSaidThatTheyWantNoMessagesGetsNone() {
        shop.stocked(10);
        shop.shop().put("/api/v1/me", Map.of("consents", List.of("no-order-messages")));
        String orderNo = shop.placeBaseOrderWithoutCoupon();
        shop.pays(shop.openPayment(orderNo).text("paymentNo"));
        shop.awaitStatus(orderNo, "PAID");
        ShopDriver.await(() -> shop.eventTypes(orderNo), types -> types.contains("order.paid.v1"));
        shop.advance("PT1S");
        assertThat(toldOf(orderNo)).isEmpty();
    }

    @Test
    void ofOrdersPaidAtOnceEachPayerIsToldOfTheirOwn() {
        ShopDriver silent = new ShopDriver(service).stocked(10);
        silent.shop().put("/api/v1/me", Map.of("consents", List.of("no-order-messages")));
        List<ShopDriver> shoppers = List.of(shop.stocked(10), silent, new ShopDriver(service).stocked(10));
        List<String> orderNos = new ArrayList<>();
        List<String> paymentNos = new ArrayList<>();
        for (ShopDriver shopper : shoppers) {
            orderNos.add(shopper.placeBaseOrderWithoutCoupon());
            paymentNos.add(
                    shopper.openPayment(orderNos.get(orderNos.size() - 1)).text("paymentNo"));
        }

        paymentNos.forEach(shop::pays);
        ShopDriver.await(() -> toldOf(orderNos.get(0)), told -> told.size() == 1);
        ShopDriver.await(() -> toldOf(orderNos.get(2)), told -> told.size() == 1);

        shop.advance("PT1S");
        assertThat(toldOf(orderNos.get(1))).as("who wants no messages").isEmpty();
        assertThat(toldOf(orderNos.get(0)).get(0).path("toUser"))
                .as("each payer is somebody else at WeChat")
                .isNotEqualTo(toldOf(orderNos.get(2)).get(0).path("toUser"));
        assertThat(messagesLeft()).isZero();
    }

    @Test
    void aComplaintIsATaskWithItsOrderBesideItAndItsDecisionAnAnswer() {
        String orderNo = shop.stocked(10).placeBaseOrderWithoutCoupon();
        String id = shop.shop()
                .post("/api/v1/conversations", Map.of("text", "没有人理我"))
                .text("conversationId");
        Answer ofNoOrder = shop.shop().post("/api/v1/conversations/" + id + "/complaint", Map.of());
        assertThat(ofNoOrder.body().path("errors").path(0).path("code").asText())
                .isEqualTo("ORDER_MISSING");
        Answer raised = shop.shop()
                .post("/api/v1/conversations/" + id + "/complaint", Map.of("orderNo", orderNo, "text", "我要投诉"));
        assertThat(raised.status()).as(raised.toString()).isEqualTo(201);
        String complaintNo = raised.text("complaintNo");
        assertThat(shop.shop()
                        .post("/api/v1/conversations/" + id + "/complaint", Map.of("orderNo", orderNo))
                        .text("complaintNo"))
                .as("complaining twice is one complaint")
                .isEqualTo(complaintNo);

        JsonNode task =
                ShopDriver.await(() -> tasks(orderNo), all -> all.size() == 1).path(0);
        assertThat(task.path("name").asText()).isEqualTo("Decide on complaint");
        assertThat(task.path("due").asText()).isNotBlank();
        JsonNode beside =
                shop.staff("service").get("/api/v1/complaints/" + complaintNo).body();
        assertThat(beside.path("order").path("status").asText()).isEqualTo("PENDING_PAYMENT");
        Api bob = new ShopDriver(service).shop();
        assertThat(bob.get("/api/v1/complaints/" + complaintNo).status()).isEqualTo(404);
        assertThat(bob.post("/api/v1/conversations/" + id + "/complaint", Map.of("orderNo", orderNo))
                        .status())
                .isEqualTo(404);
        assertThat(complete(task, Map.of("outcome", Map.of("value", "UPHELD"))).status())
                .as("the shopper has to be answered")
                .isGreaterThanOrEqualTo(400);

        Answer done =
                complete(task, Map.of("outcome", Map.of("value", "UPHELD"), "note", Map.of("value", "抱歉，马上为您处理")));

        assertThat(done.status()).as(done.toString()).isEqualTo(204);
        assertThat(shop.shop().get("/api/v1/complaints/" + complaintNo).text("status"))
                .isEqualTo("UPHELD");
        assertThat(shop.shop()
                        .get("/api/v1/conversations/" + id + "/messages")
                        .body()
                        .path("items")
                        .findValuesAsText("text"))
                .containsExactly("没有人理我", "我要投诉", "抱歉，马上为您处理");
        assertThat(decision(complaintNo).toString()).contains("COMPLAINT_UPHELD", "demo-service");
        assertThat(shop.timelineKinds(orderNo)).contains("complaint.raised", "complaint.decided");
        assertThat(tasks(orderNo)).isEmpty();
    }

    @Test
    void aComplaintIsDecidedOverTheApiOnce() {
        String orderNo = shop.stocked(10).placeBaseOrderWithoutCoupon();
        String id = shop.shop()
                .post("/api/v1/conversations", Map.of("orderNo", orderNo, "text", "不满意"))
                .text("conversationId");
        String complaintNo = shop.shop()
                .post("/api/v1/conversations/" + id + "/complaint", Map.of())
                .text("complaintNo");
        String path = "/api/v1/complaints/" + complaintNo + "/decision";
        ShopDriver.await(() -> tasks(orderNo), all -> all.size() == 1);
        assertThat(shop.shop()
                        .post(path, Map.of("outcome", "UPHELD", "note", "给我退款"))
                        .status())
                .isEqualTo(403);
        assertThat(shop.staff("service")
                        .post(path, Map.of("outcome", "REJECTED"))
                        .status())
                .isEqualTo(422);
        Map<String, String> decision = Map.of("outcome", "REJECTED", "note", "商品与描述一致");

        assertThat(shop.staff("service").post(path, decision).text("status")).isEqualTo("REJECTED");

        assertThat(shop.staff("service").post(path, decision).status()).isEqualTo(200);
        assertThat(shop.staff("service")
                        .post(path, Map.of("outcome", "UPHELD", "note", "还是成立"))
                        .code())
                .isEqualTo("COMPLAINT_DECIDED");
        ShopDriver.await(() -> tasks(orderNo), JsonNode::isEmpty);
        assertThat(shop.staff("service")
                        .get("/api/v1/complaints?status=REJECTED&size=100")
                        .body()
                        .path("items")
                        .findValuesAsText("complaintNo"))
                .contains(complaintNo);
    }

    @Test
    void onceTheCarrierSaysThatAllIsSignedForWeChatRemindsOfTheReceiptOnce() {
        shop.stocked(10);
        String orderNo = shop.placeBaseOrderWithoutCoupon();
        String paymentNo = shop.openPayment(orderNo).text("paymentNo");
        shop.pays(paymentNo);
        shop.awaitStatus(orderNo, "PAID");
        String first = shop.ships(orderNo, 1, 2);
        String second = shop.ship(orderNo);
        shop.carrierSays(first, "SIGNED");
        ShopDriver.await(() -> shop.weChatShippingInfo(paymentNo), told -> told.size() == 2);
        assertThat(remindedAt(paymentNo)).as("the second parcel is on its way").isEmpty();

        shop.carrierSays(second, "SIGNED");

        ShopDriver.await(() -> shop.timelineKinds(orderNo), kinds -> kinds.contains("receipt.reminded"));
        assertThat(remindedAt(paymentNo)).isNotEmpty();
        RemindReceipt remindReceipt = service.bean(RemindReceipt.class);
        boolean over = service.bean(Transactions.class).run(() -> remindReceipt.remind(new OrderNo(orderNo)));
        assertThat(over)
                .as("what the other parcel does, if both were signed for at once")
                .isTrue();
        shop.advance("PT2M");
        assertThat(shop.timelineKinds(orderNo))
                .filteredOn("receipt.reminded"::equals)
                .hasSize(1);
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("DELIVERED");
    }

    private String remindedAt(String paymentNo) {
        for (JsonNode order :
                shop.sandbox().get("/sandbox/v1/mini-program").body().path("orders")) {
            if (order.path("paymentNo").asText().equals(paymentNo)) {
                return order.path("receiptRemindedAt").asText("").replace("null", "");
            }
        }
        return "";
    }

    /** A shopper who logged in with WeChat. */
    private final class Shopper {

        private final String code;
        private final String token;

        Shopper(String name) {
            code = name + "-" + UUID.randomUUID().toString().substring(0, 8);
            token = service.api().post("/api/v1/sessions", Map.of("code", code)).text("token");
        }

        Api api() {
            return service.api().as(token);
        }

        void writesInWeChat(String text) {
            Answer told = shop.sandbox()
                    .post("/sandbox/v1/mini-program/pushes", Map.of("openid", "openid-" + code, "text", text));
            assertThat(told.body().path("answers").path(0).asInt()).isEqualTo(200);
        }

        String begins(String text) {
            return api().post("/api/v1/conversations", Map.of("text", text)).text("conversationId");
        }

        String conversation() {
            return api().get("/api/v1/conversations")
                    .body()
                    .path("items")
                    .path(0)
                    .path("conversationId")
                    .asText();
        }

        List<JsonNode> messages() {
            List<JsonNode> messages = new ArrayList<>();
            weChatMessages().forEach(message -> {
                if (message.path("toUser").asText().equals("openid-" + code)) {
                    messages.add(message);
                }
            });
            return messages;
        }

        List<String> told() {
            return messages().stream().map(one -> one.path("kind").asText()).toList();
        }
    }

    private JsonNode weChatMessages() {
        return shop.sandbox().get("/sandbox/v1/mini-program").body().path("messages");
    }

    private List<JsonNode> toldOf(String orderNo) {
        List<JsonNode> told = new ArrayList<>();
        weChatMessages().forEach(message -> {
            if (message.toString().contains(orderNo)) {
                told.add(message);
            }
        });
        return told;
    }

    private void staffAnswers(String id, String text) {
        Answer written = shop.staff("service").post("/api/v1/conversations/" + id + "/messages", Map.of("text", text));
        assertThat(written.status()).as(written.toString()).isEqualTo(201);
        assertThat(written.text("delivery")).isEqualTo("PENDING");
    }

    private List<String> deliveries(String id) {
        List<String> deliveries = new ArrayList<>();
        shop.staff("service")
                .get("/api/v1/conversations/" + id + "/messages?size=100")
                .body()
                .path("items")
                .forEach(message -> {
                    if (message.path("author").asText().equals("STAFF")) {
                        deliveries.add(message.path("delivery").asText());
                    }
                });
        return deliveries;
    }

    private JsonNode tasks(String businessKey) {
        return shop.staff("service")
                .get("/engine-rest/task?maxResults=10&processInstanceBusinessKey=" + businessKey)
                .body();
    }

    private Answer complete(JsonNode task, Map<String, Object> variables) {
        return shop.staff("service")
                .post("/engine-rest/task/" + task.path("id").asText() + "/complete", Map.of("variables", variables));
    }

    private JsonNode decision(String subject) {
        for (JsonNode entry :
                shop.staff("ops").get("/ops/v1/audit?size=100").body().path("items")) {
            if (entry.toString().contains(subject)) {
                return entry;
            }
        }
        throw new AssertionError("Nobody decided anything about " + subject);
    }

    private long messagesLeft() {
        return JdbcClient.create(service.database().dataSource())
                .sql("SELECT COUNT(*) FROM shopper_messages WHERE moment <> 'ANSWER'")
                .query(Long.class)
                .single();
    }
}
