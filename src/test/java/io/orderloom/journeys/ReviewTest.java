package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.HeldRow;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A large order of a new shopper: paid, held, and decided by a person, in Tasklist or by a call. */
class ReviewTest {

    private static final long SIX_OF_A = 59_400;

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(20);
    private final Api ops = shop.staff("ops");

    @Test
    void anOrderThatAPersonReleasedInTasklistShips() {
        String orderNo = suspicious();
        assertThat(shop.order(orderNo).path("hold").asText()).isEqualTo("RISK_REVIEW");
        assertThat(decide(orderNo, true).code()).as("not paid yet").isEqualTo("ORDER_NOT_PAID");
        pay(orderNo);

        Answer early = shop.shipAttempt(orderNo);
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.code()).isEqualTo("ORDER_ON_HOLD");
        JsonNode stuck = shop.stuck(orderNo);
        assertThat(stuck.path("kind").asText()).isEqualTo("HOLD");
        assertThat(stuck.path("activityId").asText()).isEqualTo("UserTask_ReviewSuspiciousOrder");
        assertThat(stuck.path("moneyFen").asLong()).isEqualTo(SIX_OF_A);
        assertThat(stuck.path("reason").asText()).contains("RISK_REVIEW", "LARGE_ORDER_OF_NEW_SHOPPER");
        assertThat(stuck.path("since").asText()).isNotBlank();
        ops.post("/ops/v1/stuck-orders/" + orderNo + "/actions", Map.of("action", "RETRY", "note", "in a hurry"));
        assertThat(shop.order(orderNo).path("hold").asText())
                .as("no button releases it")
                .isEqualTo("RISK_REVIEW");

        JsonNode task = task(orderNo);
        assertThat(task.path("name").asText()).isEqualTo("Review suspicious order");
        assertThat(task.path("due").asText()).isNotBlank();
        Answer form = ops.get("/engine-rest/task/" + task.path("id").asText() + "/deployed-form");
        assertThat(form.status()).as(form.toString()).isEqualTo(200);
        assertThat(form.body().path("id").asText()).isEqualTo("review-suspicious-order");
        Answer nothingChosen = complete(task, Map.of());
        assertThat(nothingChosen.status()).isGreaterThanOrEqualTo(400);
        assertThat(nothingChosen.toString()).contains("reviewDecision is RELEASE or REFUSE");
        assertThat(complete(task, Map.of("reviewDecision", Map.of("value", "PERHAPS")))
                        .status())
                .isGreaterThanOrEqualTo(400);
        assertThat(task(orderNo)).as("the task stays").isEqualTo(task);

        Answer completed = complete(task, Map.of("reviewDecision", Map.of("value", "RELEASE")));
        assertThat(completed.status()).as(completed.toString()).isEqualTo(204);

        assertThat(shop.order(orderNo).path("hold").isNull()).isTrue();
        assertThat(audit(orderNo)).containsExactly("staff:demo-ops REVIEW_RELEASED");
        assertThat(shop.stuck(orderNo).isMissingNode()).isTrue();
        assertThat(shop.timelineKinds(orderNo)).contains("order.held", "order.released");
        assertThat(decide(orderNo, true).status()).as("as decided").isEqualTo(200);
        assertThat(decide(orderNo, false).code()).isEqualTo("REVIEW_DECIDED");
        shop.carrierSays(shop.ship(orderNo), "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
    }

    @Test
    void anOrderThatAPersonRefusedByACallIsPaidBackAndClosed() {
        String orderNo = suspicious();
        String paymentNo = pay(orderNo);
        assertThat(task(orderNo)).isNotNull();

        Answer refused = decide(orderNo, false);

        assertThat(refused.status()).as(refused.toString()).isEqualTo(200);
        assertThat(refused.text("review")).isEqualTo("REFUSED");
        JsonNode reasons = refused.body().path("verdict").path("reasons");
        assertThat(reasons).extracting(JsonNode::asText).containsExactly("LARGE_ORDER_OF_NEW_SHOPPER");
        assertThat(tasks(orderNo)).isEmpty();
        assertThat(shop.available(shop.skuA())).isEqualTo(20);
        assertThat(shop.shipAttempt(orderNo).status()).isEqualTo(409);
        JsonNode refund = shop.awaitRefunded(orderNo);
        assertThat(refund.path("amountFen").asLong()).isEqualTo(SIX_OF_A);
        assertThat(refund.path("reason").asText()).isEqualTo("REVIEW_REFUSED");
        assertThat(refund.path("paymentNo").asText()).isEqualTo(paymentNo);
        shop.awaitStatus(orderNo, "CLOSED");
        assertThat(shop.order(orderNo).path("hold").isNull()).isTrue();
        assertThat(shop.ledgerFen(orderNo)).isZero();
        assertThat(audit(orderNo)).containsExactly("staff:demo-ops REVIEW_REFUSED");
        assertThat(shop.eventTypes(orderNo))
                .containsExactly(
                        "order.placed.v1",
                        "order.paid.v1",
                        "refund.requested.v1",
                        "refund.succeeded.v1",
                        "order.closed.v1");
        assertThat(decide(orderNo, false).status()).as("as decided").isEqualTo(200);
        assertThat(kept(orderNo)).as("told to nobody").isZero();
    }

    @Test
    void anOrderThatStaffPaidBackWhileItWasReviewedIsClosed() {
        String orderNo = suspicious();
        pay(orderNo);
        task(orderNo);

        Answer refund = shop.staff("service")
                .post("/api/v1/orders/" + orderNo + "/refunds", Map.of("note", "the shopper asked for it"));
        assertThat(refund.status()).as(refund.toString()).isEqualTo(201);

        shop.awaitStatus(orderNo, "CLOSED");
        assertThat(tasks(orderNo)).isEmpty();
        assertThat(shop.available(shop.skuA())).isEqualTo(20);
        assertThat(decide(orderNo, true).code()).isEqualTo("REVIEW_NOT_AWAITED");
        assertThat(kept(orderNo)).isZero();
    }

    @Test
    void aRefusalAfterAPartWentBackPaysTheRest() {
        String orderNo = suspicious();
        pay(orderNo);
        task(orderNo);
        shop.staff("service")
                .post(
                        "/api/v1/orders/" + orderNo + "/refunds",
                        Map.of("items", List.of(Map.of("lineNo", 1, "quantity", 2)), "note", "two fewer"));

        assertThat(decide(orderNo, false).status()).isEqualTo(200);

        // A minute apart at the gateway.
        shop.advance("PT5M");
        shop.awaitStatus(orderNo, "CLOSED");
        assertThat(shop.refunds(orderNo))
                .extracting(refund -> refund.path("amountFen").asLong())
                .containsExactlyInAnyOrder(19_800L, SIX_OF_A - 19_800L);
        assertThat(shop.available(shop.skuA())).isEqualTo(20);
    }

    @Test
    void anUnpaidSuspiciousOrderIsCancelledLikeAnyOther() {
        String orderNo = suspicious();

        Answer cancelled = shop.shop().post("/api/v1/orders/" + orderNo + "/cancellation", Map.of());

        assertThat(cancelled.status()).isIn(200, 202);
        JsonNode order = shop.awaitStatus(orderNo, "CANCELLED");
        assertThat(order.path("hold").isNull()).isTrue();
        assertThat(shop.available(shop.skuA())).isEqualTo(20);
        assertThat(shop.stuck(orderNo).isMissingNode()).isTrue();
    }

    @Test
    void twoHoldsStandBesideEachOther() {
        String orderNo = suspicious();
        String paymentNo = shop.openPayment(orderNo).text("paymentNo");
        shop.sandbox()
                .post(
                        "/sandbox/v1/notifications",
                        Map.of("paymentNo", paymentNo, "tamper", "AMOUNT", "amountFen", 59_399));
        assertThat(shop.order(orderNo).path("hold").asText()).isEqualTo("AMOUNT_MISMATCH");
        shop.pays(paymentNo);
        shop.awaitStatus(orderNo, "PAID");

        ops.post("/ops/v1/stuck-orders/" + orderNo + "/actions", Map.of("action", "RETRY", "note", "settled"));
        assertThat(shop.order(orderNo).path("hold").asText()).isEqualTo("RISK_REVIEW");
        assertThat(shop.shipAttempt(orderNo).code()).isEqualTo("ORDER_ON_HOLD");

        task(orderNo);
        assertThat(decide(orderNo, true).text("review")).isEqualTo("RELEASED");
        shop.ship(orderNo);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofATaskAndACallInTheSameMomentTheFirstDecides(boolean taskFirst) throws Exception {
        String orderNo = suspicious();
        pay(orderNo);
        JsonNode task = task(orderNo);
        ExecutorService people = Executors.newFixedThreadPool(2);
        try (HeldRow row = HeldRow.ofOrder(service.database(), orderNo)) {
            Callable<Integer> inTasklist = () -> complete(task, Map.of("reviewDecision", Map.of("value", "RELEASE")))
                    .status();
            Callable<Integer> byCall = () -> decide(orderNo, false).status();
            Future<Integer> first = people.submit(taskFirst ? inTasklist : byCall);
            row.awaitWaiting(1);
            Future<Integer> second = people.submit(taskFirst ? byCall : inTasklist);
            row.awaitWaiting(2);
            row.letGo();

            assertThat(first.get(30, TimeUnit.SECONDS)).isBetween(200, 204);
            assertThat(second.get(30, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(400);
        } finally {
            people.shutdownNow();
        }
        assertThat(audit(orderNo)).hasSize(1);
        if (taskFirst) {
            assertThat(shop.order(orderNo).path("hold").isNull()).isTrue();
            shop.ship(orderNo);
        } else {
            shop.awaitStatus(orderNo, "CLOSED");
        }
        assertThat(tasks(orderNo)).isEmpty();
    }

    @Test
    void whatCannotBeDecidedIsSaidToBeSo() {
        String plain = shop.placeBaseOrderWithoutCoupon();
        assertThat(decide(plain, true).code()).isEqualTo("REVIEW_NOT_AWAITED");
        assertThat(decide("0123456789ABCDEFGHJK", true).status()).isEqualTo(404);
        assertThat(ops.get("/ops/v1/orders/0123456789ABCDEFGHJK/review").status())
                .isEqualTo(404);
        String route = "/ops/v1/orders/" + plain + "/review";
        assertThat(ops.post(route, Map.of("release", true)).status())
                .as("no note")
                .isEqualTo(422);
        assertThat(ops.post(route, Map.of("note", "why")).status())
                .as("no decision")
                .isEqualTo(422);
        assertThat(ops.get(route).body().path("review").isNull()).isTrue();
        assertThat(ops.get(route).body().path("verdict").path("verdict").asText())
                .isEqualTo("ACCEPT");
    }

    @Test
    void aShopperWhoPaidBeforeIsNoNewShopper() {
        shop.paidBaseOrder();

        assertThat(shop.order(suspicious()).path("hold").isNull()).isTrue();
    }

    /** Six of the dearer article: above 50 000 fen. */
    private String suspicious() {
        Map<String, Object> order = shop.baseOrder();
        order.put("items", List.of(Map.of("skuId", shop.skuA(), "quantity", 6)));
        Answer placed = shop.shop().post("/api/v1/orders", order);
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        assertThat(placed.body().path("payableFen").asLong()).isEqualTo(SIX_OF_A);
        return placed.text("orderNo");
    }

    private String pay(String orderNo) {
        String paymentNo = shop.openPayment(orderNo).text("paymentNo");
        shop.pays(paymentNo);
        shop.awaitStatus(orderNo, "PAID");
        return paymentNo;
    }

    private Answer decide(String orderNo, boolean release) {
        return ops.post("/ops/v1/orders/" + orderNo + "/review", Map.of("release", release, "note", "looked into it"));
    }

    private JsonNode tasks(String orderNo) {
        return ops.get("/engine-rest/task?maxResults=10&processInstanceBusinessKey=" + orderNo)
                .body();
    }

    private JsonNode task(String orderNo) {
        return ShopDriver.await(() -> tasks(orderNo), tasks -> tasks.size() == 1)
                .path(0);
    }

    private Answer complete(JsonNode task, Map<String, Object> variables) {
        return ops.post(
                "/engine-rest/task/" + task.path("id").asText() + "/submit-form", Map.of("variables", variables));
    }

    private List<String> audit(String orderNo) {
        return new ArrayList<>(JdbcClient.create(service.database().dataSource())
                .sql("SELECT actor, action FROM audit_entries WHERE target = ? AND action LIKE 'REVIEW_%'")
                .param(orderNo)
                .query((row, number) -> row.getString(1) + " " + row.getString(2))
                .list());
    }

    private int kept(String orderNo) {
        return JdbcClient.create(service.database().dataSource())
                .sql("SELECT COUNT(*) FROM process_signals WHERE order_no = ?")
                .param(orderNo)
                .query(Integer.class)
                .single();
    }
}
