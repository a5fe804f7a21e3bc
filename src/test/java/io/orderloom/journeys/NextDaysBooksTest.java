package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.engine.Transactions;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The next day the gateways' bills are compared with our books, and exactly what differs is listed and repaired. */
class NextDaysBooksTest {

    private static final List<String> CHANNELS = List.of("WECHAT_PAY", "ALIPAY", "UNIONPAY");
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(40);

    @Test
    void exactlyThePlantedDifferencesAreFoundInEveryChannelsBillEachWithAProposal() {
        nextDay();
        LocalDate day = today();
        Map<String, String> dropped = new HashMap<>();
        Map<String, String> changed = new HashMap<>();
        for (String channel : CHANNELS) {
            dropped.put(channel, paymentNo(paidBy(channel)));
            changed.put(channel, paymentNo(paidBy(channel)));
            String refundedOrder = paidBy(channel);
            shop.staff("service")
                    .post(
                            "/api/v1/orders/" + refundedOrder + "/refunds",
                            Map.of("amountFen", 100, "note", "a scratch"));
            shop.awaitRefunded(refundedOrder);
            plant(
                    channel,
                    day,
                    List.of(
                            Map.of("paymentNo", "STRANGER00000001", "amountFen", 9_900),
                            Map.of("paymentNo", changed.get(channel), "amountFen", 22_400)),
                    dropped.get(channel));
        }
        nextDay();

        for (String channel : CHANNELS) {
            assertThat(found(reconciled(channel, day)))
                    .as(channel)
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "STRANGER00000001",
                            "UNKNOWN_TO_US - 9900 CLEAR_UP_WITH_GATEWAY",
                            dropped.get(channel),
                            "MISSING_AT_GATEWAY 22401 - ASK_GATEWAY",
                            changed.get(channel),
                            "AMOUNT 22401 22400 HOLD_ORDER"));
        }
        comparedAgainByTwoAtOnceItIsStillOneProcessWithOneTaskForEach("ALIPAY", day);
        JsonNode books = shop.staff("ops").get("/ops/v1/ledger").body();
        assertThat(books.path("unbalanced")).isEmpty();
        assertThat(books.path("disagreements")).isEmpty();
    }

    private void comparedAgainByTwoAtOnceItIsStillOneProcessWithOneTaskForEach(String channel, LocalDate day) {
        begunByFourAtOnce(channel, day);
        assertThat(awaitDone(channel, day).path("differences")).hasSize(3);

        ShopDriver.await(() -> tasks(channel, day).size(), size -> size == 3);
        assertThat(shop.staff("ops")
                        .get("/engine-rest/process-instance?businessKey=" + channel + "-" + day + "&maxResults=10")
                        .body())
                .hasSize(1);
    }

    @Test
    void whoeverBeginsADayAtTheSameMomentBeginsIt() {
        LocalDate longAgo = today().minusDays(60);
        begunByFourAtOnce("WECHAT_PAY", longAgo);
        assertThat(awaitDone("WECHAT_PAY", longAgo).path("differences")).isEmpty();
    }

    private void begunByFourAtOnce(String channel, LocalDate day) {
        List<CompletableFuture<Answer>> begun = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            begun.add(CompletableFuture.supplyAsync(
                    () -> shop.staff("ops").post("/ops/v1/reconciliations/" + channel + "/" + day, "")));
        }
        assertThat(begun)
                .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
    }

    @Test
    void staffRepairEachDifferenceFromTheirListOfTasksAndItStaysRepaired() {
        nextDay();
        LocalDate day = today();
        String late = paidAfterItWasCancelled("ALIPAY");
        String dropped = paymentNo(paidBy("ALIPAY"));
        String changedOrder = paidBy("ALIPAY");
        plant(
                "ALIPAY",
                day,
                List.of(
                        Map.of("paymentNo", "STRANGER00000002", "amountFen", 9_900),
                        Map.of("paymentNo", paymentNo(changedOrder), "amountFen", 1)),
                dropped);
        nextDay();
        assertThat(reconciled("ALIPAY", day).path("differences")).hasSize(4);
        List<JsonNode> tasks = tasks("ALIPAY", day);
        assertThat(tasks)
                .hasSize(4)
                .allSatisfy(task -> assertThat(task.path("name").asText()).isEqualTo("Repair difference"));
        shop.fault("ALIPAY", "query", "HTTP_500", 1);

        tasks.forEach(task ->
                shop.staff("ops").post("/engine-rest/task/" + task.path("id").asText() + "/complete", Map.of()));

        ShopDriver.await(() -> outcomes("ALIPAY", day).size(), size -> size >= 3);
        shop.advance("PT1M");
        Map<String, String> repaired = ShopDriver.await(() -> outcomes("ALIPAY", day), all -> all.size() == 4);
        assertThat(repaired)
                .containsEntry("STRANGER00000002", "LEFT_TO_STAFF")
                .containsEntry(late, "BOOKED")
                .containsEntry(dropped, "CONFIRMED")
                .containsEntry(paymentNo(changedOrder), "HELD");
        assertThat(shop.order(changedOrder).path("hold").asText()).isEqualTo("AMOUNT_MISMATCH");
        assertThat(ShopDriver.await(() -> shop.gatewayRefunds(late), refunds -> !refunds.isEmpty()))
                .as("what no order needs goes back by itself")
                .hasSize(1);
        assertThat(shop.staff("admin").get("/ops/v1/audit?size=50").body().path("items"))
                .anySatisfy(entry -> {
                    assertThat(entry.path("action").asText()).isEqualTo("RECONCILIATION_REPAIR");
                    assertThat(entry.path("actor").asText())
                            .startsWith("staff:")
                            .contains("ops");
                    assertThat(entry.path("target").asText()).isEqualTo("ALIPAY " + day + " " + dropped);
                });

        assertThat(outcomesOf(reconciled("ALIPAY", day))).isEqualTo(repaired);
        assertThat(tasks("ALIPAY", day)).isEmpty();
        shop.staff("ops")
                .post(
                        "/ops/v1/stuck-orders/" + changedOrder + "/actions",
                        Map.of("action", "RETRY", "note", "the gateway confirmed it by phone"));
        assertThat(shop.order(changedOrder).path("hold").isNull()).isTrue();
    }

    @Test
    void aBillThatNobodyCanFetchShowsAmongTheStuckAndHidesNoOrder() {
        nextDay();
        LocalDate day = today();
        shop.staff("ops").post("/ops/v1/reconciliations/ALIPAY/" + day, "");
        ManagementService management = service.bean(ManagementService.class);
        String instance = ShopDriver.await(
                        () -> shop.staff("ops")
                                .get("/engine-rest/process-instance?businessKey=ALIPAY-" + day + "&maxResults=2")
                                .body(),
                        instances -> instances.size() == 1)
                .path(0)
                .path("id")
                .asText();
        Job job = ShopDriver.await(
                        () -> management
                                .createJobQuery()
                                .processInstanceId(instance)
                                .timers()
                                .list(),
                        jobs -> jobs.size() == 1)
                .get(0);
        management.setJobRetries(job.getId(), 0);
        String held = paidBy("ALIPAY");
        service.bean(Transactions.class).run(() -> service.bean(JdbcClient.class)
                .sql("UPDATE orders SET hold = 'MISSING_AT_GATEWAY', held_since = placed_at WHERE order_no = ?")
                .param(held)
                .update());

        try {
            JsonNode list = shop.staff("ops").get("/ops/v1/stuck-orders").body();
            assertThat(list).anySatisfy(stuck -> {
                assertThat(stuck.path("orderNo").isNull()).isTrue();
                assertThat(stuck.path("kind").asText()).isEqualTo("INCIDENT");
                assertThat(stuck.path("activityName").asText()).isEqualTo("Wait for bill");
                assertThat(stuck.path("reason").asText()).startsWith("ALIPAY-" + day + " stopped at 'Wait for bill'");
                assertThat(stuck.path("actions")).isEmpty();
            });
            assertThat(list)
                    .anySatisfy(
                            stuck -> assertThat(stuck.path("orderNo").asText()).isEqualTo(held));
            Answer retried = shop.staff("ops").post("/ops/v1/retries", Map.of("kind", "INCIDENT"));
            assertThat(retried.status()).as(retried.toString()).isEqualTo(200);
        } finally {
            management.setJobRetries(job.getId(), 1);
            shop.staff("ops")
                    .post(
                            "/ops/v1/stuck-orders/" + held + "/actions",
                            Map.of("action", "RETRY", "note", "the gateway confirmed it"));
        }
    }

    @Test
    void theGatewaysFeesAreBookedOnceFromItsBill() {
        nextDay();
        LocalDate day = today();
        Map<String, String> orders = new TreeMap<>();
        CHANNELS.forEach(channel -> orders.put(channel, paidBy(channel)));
        nextDay();
        for (String channel : CHANNELS) {
            reconciled(channel, day);
            reconciled(channel, day);
        }

        orders.forEach((channel, orderNo) -> {
            long fees = 0;
            for (JsonNode entry : shop.staff("ops")
                    .get("/ops/v1/ledger?orderNo=" + orderNo)
                    .body()
                    .path("entries")) {
                fees += entry.path("account").asText().equals("FEES")
                        ? entry.path("amountFen").asLong()
                        : 0;
            }
            assertThat(fees).as("six per mille of 22 401 at " + channel).isEqualTo(134);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"WECHAT_PAY", "ALIPAY", "UNIONPAY"})
    void aDayWhoseBillIsNotMadeYetWaitsForIt(String channel) {
        Answer begun = shop.staff("ops").post("/ops/v1/reconciliations/" + channel + "/" + today(), "");
        assertThat(begun.status()).isEqualTo(200);
        JsonNode waiting = await(channel, today(), "WAITING_FOR_BILL");
        assertThat(waiting.path("differences")).isEmpty();
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThat(shop.staff("ops")
                        .post("/ops/v1/reconciliations/WECHAT_PAY/2999-01-01", "")
                        .status())
                .isEqualTo(422);
        assertThat(shop.staff("ops")
                        .post("/ops/v1/reconciliations/WECHAT_PAY/yesterday", "")
                        .status())
                .isEqualTo(422);
        assertThat(shop.staff("ops")
                        .post("/ops/v1/reconciliations/PAYPAL/2026-01-01", "")
                        .status())
                .isEqualTo(404);
        assertThat(shop.staff("ops")
                        .get("/ops/v1/reconciliations/WECHAT_PAY/2001-01-01")
                        .status())
                .isEqualTo(404);
        assertThat(shop.staff("warehouse")
                        .get("/ops/v1/reconciliations/WECHAT_PAY/2026-01-01")
                        .status())
                .isEqualTo(403);
    }

    private String paidBy(String channel) {
        String orderNo = shop.placeBaseOrder();
        shop.pays(shop.openPayment(orderNo, channel, "NATIVE").text("paymentNo"));
        shop.awaitStatus(orderNo, "PAID");
        return orderNo;
    }

    /** The gateway takes the money of an order that is over, and tells nobody. @return the payment's number */
    private String paidAfterItWasCancelled(String channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.openPayment(orderNo, channel, "NATIVE").text("paymentNo");
        shop.shop().post("/api/v1/orders/" + orderNo + "/cancellation", Map.of("reason", "changed my mind"));
        shop.awaitStatus(orderNo, "CANCELLED");
        shop.pays(paymentNo, Map.of("force", true, "notify", false));
        return paymentNo;
    }

    private String paymentNo(String orderNo) {
        return shop.shop()
                .get("/api/v1/orders/" + orderNo + "/payments")
                .body()
                .path(0)
                .path("paymentNo")
                .asText();
    }

    private void plant(String channel, LocalDate day, List<Map<String, Object>> add, String drop) {
        Answer planted = shop.sandbox()
                .post("/sandbox/v1/bills/" + channel + "/" + day, Map.of("add", add, "drop", List.of(drop)));
        assertThat(planted.status()).as(planted.toString()).isEqualTo(200);
    }

    private static Map<String, String> found(JsonNode reconciliation) {
        Map<String, String> found = new TreeMap<>();
        reconciliation
                .path("differences")
                .forEach(difference -> found.put(
                        difference.path("paymentNo").asText(),
                        difference.path("kind").asText() + " "
                                + difference.path("oursFen").asText("-") + " "
                                + difference.path("theirsFen").asText("-") + " "
                                + difference.path("proposal").asText()));
        return found;
    }

    private Map<String, String> outcomes(String channel, LocalDate day) {
        return outcomesOf(shop.staff("ops")
                .get("/ops/v1/reconciliations/" + channel + "/" + day)
                .body());
    }

    private static Map<String, String> outcomesOf(JsonNode reconciliation) {
        Map<String, String> outcomes = new TreeMap<>();
        for (JsonNode difference : reconciliation.path("differences")) {
            if (difference.hasNonNull("outcome")) {
                outcomes.put(
                        difference.path("paymentNo").asText(),
                        difference.path("outcome").asText());
            }
        }
        return outcomes;
    }

    private List<JsonNode> tasks(String channel, LocalDate day) {
        List<JsonNode> tasks = new ArrayList<>();
        shop.staff("ops")
                .get("/engine-rest/task?maxResults=50&processInstanceBusinessKey=" + channel + "-" + day)
                .body()
                .forEach(tasks::add);
        return tasks;
    }

    private JsonNode reconciled(String channel, LocalDate day) {
        shop.staff("ops").post("/ops/v1/reconciliations/" + channel + "/" + day, "");
        return awaitDone(channel, day);
    }

    private JsonNode awaitDone(String channel, LocalDate day) {
        return await(channel, day, "DONE");
    }

    private JsonNode await(String channel, LocalDate day, String status) {
        return ShopDriver.await(
                () -> shop.staff("ops")
                        .get("/ops/v1/reconciliations/" + channel + "/" + day)
                        .body(),
                reconciliation -> reconciliation.path("status").asText().equals(status));
    }

    private LocalDate today() {
        return now().atZone(BEIJING).toLocalDate();
    }

    private Instant now() {
        return Instant.parse(
                shop.staff("admin").get("/demo/v1/clock").body().path("now").asText());
    }

    /** To the first minute of the next day in Beijing, before any morning's comparison. */
    private void nextDay() {
        Instant midnight = today().plusDays(1).atStartOfDay(BEIJING).toInstant().plusSeconds(60);
        shop.advance(Duration.between(now(), midnight).toString());
    }
}
