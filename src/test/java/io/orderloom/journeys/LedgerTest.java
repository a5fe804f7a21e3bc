package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Every movement of money is booked on two sides, and whoever looks sees whether the books agree. */
class LedgerTest {

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(10);

    @Test
    void aPaymentAndARefundAreTwoMovementsWithTwoSidesEach() {
        String orderNo = shop.paidBaseOrder();
        shop.staff("service")
                .post("/api/v1/orders/" + orderNo + "/refunds", Map.of("amountFen", 400, "note", "a scratch"));
        shop.awaitRefunded(orderNo);

        List<String> sides = StreamSupport.stream(
                        shop.staff("ops")
                                .get("/ops/v1/ledger?orderNo=" + orderNo)
                                .body()
                                .path("entries")
                                .spliterator(),
                        false)
                .map(entry -> entry.path("movement").asText() + " "
                        + entry.path("account").asText() + " "
                        + entry.path("amountFen").asLong())
                .toList();
        assertThat(sides)
                .containsExactly(
                        "CHARGED GATEWAY 22401",
                        "CHARGED ORDERS -22401",
                        "REFUNDED ORDERS 400",
                        "REFUNDED GATEWAY -400");
        assertThat(shop.order(orderNo).path("refundedFen").asLong()).isEqualTo(400);
    }

    @Test
    void aBookThatDoesNotAgreeIsShownWithBothSums() {
        String orderNo = shop.paidBaseOrder();
        change("""
                        INSERT INTO ledger_entries (movement, reference_no, account, order_no, channel, amount_fen,
                            happened_at, booked_at)
                        SELECT 'FEE', reference_no, 'ORDERS', order_no, channel, 7, happened_at, booked_at
                        FROM ledger_entries WHERE order_no = ? AND account = 'ORDERS'""", orderNo);
        try {
            JsonNode books = shop.staff("ops").get("/ops/v1/ledger").body();
            assertThat(books.path("unbalanced")).hasSize(1);
            assertThat(books.path("disagreements")).hasSize(1);
            JsonNode disagreement = books.path("disagreements").path(0);
            assertThat(disagreement.path("orderNo").asText()).isEqualTo(orderNo);
            assertThat(disagreement.path("orderFen").asLong()).isEqualTo(22_401);
            assertThat(disagreement.path("ledgerFen").asLong()).isEqualTo(22_394);
        } finally {
            change("DELETE FROM ledger_entries WHERE order_no = ? AND movement = 'FEE'", orderNo);
        }
        JsonNode mended = shop.staff("ops").get("/ops/v1/ledger").body();
        assertThat(mended.path("unbalanced")).isEmpty();
        assertThat(mended.path("disagreements")).isEmpty();
        assertThat(mended.path("balances")).isNotEmpty();
    }

    /** The service itself has no statement that changes a booked row. */
    private void change(String statement, String orderNo) {
        DataSource database = service.database().dataSource();
        new TransactionTemplate(new DataSourceTransactionManager(database))
                .executeWithoutResult(status -> JdbcClient.create(database)
                        .sql(statement)
                        .param(orderNo)
                        .update());
    }

    @Test
    void theLedgerIsForOperatorsOnly() {
        assertThat(shop.shop().get("/ops/v1/ledger").status()).isEqualTo(403);
        assertThat(shop.staff("warehouse").get("/ops/v1/ledger").status()).isEqualTo(403);
    }
}
