package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an order costs the database, counted by the server itself and printed to the log. */
@Isolated("counts what the server is asked by anybody")
class OrderCostTest {

    private static final Logger LOG = LoggerFactory.getLogger(OrderCostTest.class);
    private static final int ORDERS = 10;

    /**
     * Polling, login look-ups and the questions of this test itself are in the figure, and the step of the parcel that
     * loses against a carrier who signs at once is taken twice, so the bound is loose.
     */
    private static final long MOST_STATEMENTS = 250;

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(100);

    @Test
    void anOrdersWayToItsReceiptCostsABoundedNumberOfStatements() {
        oneOrder();
        Map<String, Long> before = status();
        for (int i = 0; i < ORDERS; i++) {
            oneOrder();
        }
        Map<String, Long> after = status();
        Map<String, Double> each = new LinkedHashMap<>();
        after.forEach((name, value) -> each.put(name, (value - before.getOrDefault(name, 0L)) / (double) ORDERS));
        LOG.info("One order over HTTP, polling included, costs the database {}", each);
        double statements = Stream.of(
                        "Com_select", "Com_insert", "Com_insert_select", "Com_update", "Com_delete", "Com_delete_multi")
                .mapToDouble(name -> each.getOrDefault(name, 0.0))
                .sum();
        assertThat(statements).isPositive().isLessThan(MOST_STATEMENTS);
        assertThat(each.get("Com_commit")).isPositive();
    }

    private void oneOrder() {
        String orderNo = shop.paidBaseOrder();
        shop.carrierSays(shop.ship(orderNo), "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
        shop.shop().post("/api/v1/orders/" + orderNo + "/receipt", "");
        shop.awaitStatus(orderNo, "COMPLETED");
    }

    private Map<String, Long> status() {
        Map<String, Long> status = new LinkedHashMap<>();
        JdbcClient.create(service.database().dataSource()).sql("""
                        SHOW GLOBAL STATUS WHERE Variable_name IN ('Com_select', 'Com_insert', 'Com_insert_select', 'Com_update',
                            'Com_delete', 'Com_delete_multi', 'Com_commit', 'Com_rollback', 'Innodb_rows_inserted', 'Innodb_os_log_written')""").query(row -> {
            status.put(row.getString(1), row.getLong(2));
        });
        return status;
    }
}
