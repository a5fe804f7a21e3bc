package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.orderloom.engine.Transactions;
import io.orderloom.operations.StuckOrder;
import io.orderloom.operations.StuckOrders;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.SessionStatus;
import io.orderloom.testing.ShopDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The gateway is down for an hour: refunds hang where operators see them, and end by themselves when it is back. */
class GatewayOutageTest {

    private static final int REFUNDS = 8;

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(40);

    @AfterEach
    void heal() {
        shop.sandbox().delete("/sandbox/v1/faults");
    }

    @Test
    void refundsThatHangThroughAnHoursOutageEndWithinFiveMinutesOfItsEnd() {
        List<String> orders = paidOrders();
        outage();
        orders.forEach(this::refund);
        shop.advance("PT1H");

        // The list shows all that other tests left stuck, too: it is read once for all orders.
        Map<String, JsonNode> list = shop.stuckOrders();
        for (String orderNo : orders) {
            JsonNode stuck = list.getOrDefault(orderNo, MissingNode.getInstance());
            assertThat(stuck.path("kind").asText()).isEqualTo("UNKNOWN_OUTCOME");
            assertThat(stuck.path("moneyFen").asLong()).isEqualTo(700);
            assertThat(stuck.path("reason").asText()).contains("Refund");
            assertThat(stuck.path("since").asText()).isNotBlank();
        }
        assertThat(selectsOfTheList()).as("however long it is").isLessThan(REFUNDS);
        heal();
        shop.advance("PT5M");
        // The breaker lets a few through at first; who is refused then asks again a little later.
        shop.advance("PT15S");

        refundedOnce(orders);
    }

    @Test
    void aBulkRetryBringsThemToTheirEndAtOnce() {
        List<String> orders = paidOrders();
        outage();
        orders.forEach(this::refund);
        shop.advance("PT20M");
        heal();

        // Each asking finds that nothing was taken on, and the flow asks for the refund again by itself. While the
        // breaker still lets only a few through, the button is pressed once more.
        ShopDriver.await(
                () -> {
                    Answer retried = shop.staff("ops")
                            .post("/ops/v1/retries", Map.of("kind", "UNKNOWN_OUTCOME", "dryRun", false));
                    assertThat(retried.status()).as(retried.toString()).isEqualTo(200);
                    return shop.stuckOrders().keySet();
                },
                stuck -> Collections.disjoint(stuck, orders));
        refundedOnce(orders);
    }

    private long selectsOfTheList() {
        return service.bean(Transactions.class).run(() -> {
            long before = selects();
            List<StuckOrder> list =
                    service.bean(StuckOrders.class).list(StuckOrder.Kind.UNKNOWN_OUTCOME, Duration.ZERO);
            assertThat(list).hasSizeGreaterThanOrEqualTo(REFUNDS).allSatisfy(stuck -> assertThat(stuck.activityId())
                    .isNotNull());
            return selects() - before;
        });
    }

    private long selects() {
        return SessionStatus.counted(service.bean(JdbcClient.class), "COM_SELECT");
    }

    private List<String> paidOrders() {
        List<String> orders = new ArrayList<>();
        for (int i = 0; i < REFUNDS; i++) {
            orders.add(shop.paidBaseOrder());
        }
        return orders;
    }

    private void outage() {
        shop.fault("refund", "HTTP_502", 100_000);
        shop.fault("queryRefund", "HTTP_502", 100_000);
    }

    private void refund(String orderNo) {
        Answer asked = shop.staff("service")
                .post("/api/v1/orders/" + orderNo + "/refunds", Map.of("amountFen", 700, "note", "a late parcel"));
        assertThat(asked.status()).as(asked.toString()).isEqualTo(201);
    }

    private void refundedOnce(List<String> orders) {
        for (String orderNo : orders) {
            JsonNode refund = shop.awaitRefunded(orderNo);
            assertThat(shop.gatewayRefunds(refund.path("paymentNo").asText())).hasSize(1);
            assertThat(shop.order(orderNo).path("refundedFen").asLong()).isEqualTo(700);
        }
        assertThat(shop.stuckOrders()).doesNotContainKeys(orders.toArray(String[]::new));
    }
}
