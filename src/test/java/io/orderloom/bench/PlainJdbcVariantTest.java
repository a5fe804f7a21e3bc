package io.orderloom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.orderloom.testing.Servers;
import io.orderloom.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the product is compared with is written by hand, so it has to follow each change of the tables. */
class PlainJdbcVariantTest {

    @Test
    void leadsAnOrderThroughItsWholeLifeOnTodaysTables() {
        TestDatabase database = Servers.mariaDb();
        ((HikariDataSource) database.migratedDataSource()).close();
        Goods.stock(database);
        PlainJdbcVariant variant = new PlainJdbcVariant(new BenchDatabase(Servers.mariaDbServer(), database));
        variant.wake();

        Variant.Way order = variant.newOrder();
        for (Step step : Step.values()) {
            order.take(step);
        }
        variant.rest();

        JdbcClient jdbc = JdbcClient.create(database.dataSource());
        assertThat(jdbc.sql("SELECT status FROM orders").query(String.class).list())
                .containsExactly("COMPLETED");
        assertThat(jdbc.sql("SELECT SUM(amount_fen) FROM ledger_entries")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("SELECT COUNT(*) FROM shopper_messages")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
