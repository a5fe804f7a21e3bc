package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The next day the gateway's bill is compared with our books, and exactly what differs is listed. */
class NextDaysBooksTest {

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(20);

    @Test
    void exactlyThePlantedDifferencesAreFoundEachWithAProposal() {
        nextDay();
        LocalDate day = today();
        String dropped = paid();
        String changed = paid();
        paid();
        String refundedOrder = shop.paidBaseOrder();
        shop.staff("service")
                .post("/api/v1/orders/" + refundedOrder + "/refunds", Map.of("amountFen", 100, "note", "a scratch"));
        shop.awaitRefunded(refundedOrder);
        Answer planted = shop.sandbox()
                .post(
                        "/sandbox/v1/bills/WECHAT_PAY/" + day,
                        Map.of(
                                "add",
                                List.of(
                                        Map.of("paymentNo", "STRANGER00000001", "amountFen", 9_900),
                                        Map.of("paymentNo", changed, "amountFen", 22_400)),
                                "drop",
                                List.of(dropped)));
        assertThat(planted.status()).as(planted.toString()).isEqualTo(200);
        nextDay();

        JsonNode reconciled = reconciled(day);

        Map<String, String> found = new TreeMap<>();
        reconciled
                .path("differences")
                .forEach(difference -> found.put(
                        difference.path("paymentNo").asText(),
                        difference.path("kind").asText() + " "
                                + difference.path("oursFen").asText("-") + " "
                                + difference.path("theirsFen").asText("-") + " "
                                + difference.path("proposal").asText()));
        assertThat(found)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "STRANGER00000001",
                        "UNKNOWN_TO_US - 9900 CLEAR_UP_WITH_GATEWAY",
                        dropped,
                        "MISSING_AT_GATEWAY 22401 - HOLD_ORDER",
                        changed,
                        "AMOUNT 22401 22400 HOLD_ORDER"));
        JsonNode again = shop.staff("ops")
                .post("/ops/v1/reconciliations/WECHAT_PAY/" + day, "")
                .body();
        assertThat(again.path("status").asText()).isIn("RUNNING", "DONE");
        assertThat(reconciled(day).path("differences")).hasSize(3);
        JsonNode books = shop.staff("ops").get("/ops/v1/ledger").body();
        assertThat(books.path("unbalanced")).isEmpty();
        assertThat(books.path("disagreements")).isEmpty();
    }

    @Test
    void theGatewaysFeesAreBookedOnceFromItsBill() {
        nextDay();
        LocalDate day = today();
        String orderNo = shop.paidBaseOrder();
        nextDay();
        reconciled(day);
        shop.staff("ops").post("/ops/v1/reconciliations/WECHAT_PAY/" + day, "");
        reconciled(day);

        long fees = 0;
        for (JsonNode entry : shop.staff("ops")
                .get("/ops/v1/ledger?orderNo=" + orderNo)
                .body()
                .path("entries")) {
            fees += entry.path("account").asText().equals("FEES")
                    ? entry.path("amountFen").asLong()
                    : 0;
        }
        assertThat(fees).as("six per mille of 22 401").isEqualTo(134);
    }

    @Test
    void aDayWhoseBillIsNotMadeYetWaitsForIt() {
        Answer begun = shop.staff("ops").post("/ops/v1/reconciliations/WECHAT_PAY/" + today(), "");
        assertThat(begun.status()).isEqualTo(200);
        JsonNode waiting = ShopDriver.await(
                () -> shop.staff("ops")
                        .get("/ops/v1/reconciliations/WECHAT_PAY/" + today())
                        .body(),
                day -> day.path("status").asText().equals("WAITING_FOR_BILL"));
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

    private String paid() {
        String orderNo = shop.paidBaseOrder();
        return shop.shop()
                .get("/api/v1/orders/" + orderNo + "/payments")
                .body()
                .path(0)
                .path("paymentNo")
                .asText();
    }

    private JsonNode reconciled(LocalDate day) {
        shop.staff("ops").post("/ops/v1/reconciliations/WECHAT_PAY/" + day, "");
        return ShopDriver.await(
                () -> shop.staff("ops")
                        .get("/ops/v1/reconciliations/WECHAT_PAY/" + day)
                        .body(),
                reconciliation -> reconciliation.path("status").asText().equals("DONE"));
    }

    private LocalDate today() {
        return Instant.parse(shop.staff("admin")
                        .get("/demo/v1/clock")
                        .body()
                        .path("now")
                        .asText())
                .atZone(ZoneId.of("Asia/Shanghai"))
                .toLocalDate();
    }

    /** To the first minute of the next day in Beijing, before any morning's comparison. */
    private void nextDay() {
        Instant now = Instant.parse(
                shop.staff("admin").get("/demo/v1/clock").body().path("now").asText());
        Instant midnight = today().plusDays(1)
                .atStartOfDay(ZoneId.of("Asia/Shanghai"))
                .toInstant()
                .plusSeconds(60);
        shop.advance(java.time.Duration.between(now, midnight).toString());
    }
}
