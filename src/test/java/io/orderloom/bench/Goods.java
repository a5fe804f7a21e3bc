package io.orderloom.bench;

import io.orderloom.shared.SkuId;
import io.orderloom.testing.TestDatabase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is sold while measuring: enough SKUs that orders seldom meet at one, and units without end. */
final class Goods {

    static final int PAIRS = 100;
    static final long PRICE_A_FEN = 9_900;
    static final long PRICE_B_FEN = 5_001;

    /** Two of the one, one of the other, and the freight. */
    static final long PAYABLE_FEN = 2 * PRICE_A_FEN + PRICE_B_FEN + 600;

    private static final int UNITS = 500_000_000;
    private static final AtomicInteger NEXT = new AtomicInteger();

    private Goods() {}

    static int nextPair() {
        return Math.floorMod(NEXT.getAndIncrement(), PAIRS);
    }

    static List<SkuId> pair(int number) {
        return List.of(new SkuId("BENCH-A-%03d".formatted(number)), new SkuId("BENCH-B-%03d".formatted(number)));
    }

    static void stock(TestDatabase database) {
        DriverManagerDataSource connections =
                new DriverManagerDataSource(database.url(), database.username(), database.password());
        JdbcClient jdbc = JdbcClient.create(connections);
        new TransactionTemplate(new JdbcTransactionManager(connections)).executeWithoutResult(status -> {
            jdbc.sql("INSERT INTO categories (category_id, name) VALUES ('bench', '测试')")
                    .update();
            jdbc.sql("""
                            INSERT INTO products (product_id, category_id, name, description, description_en, images, on_sale,
                                created_at, updated_at)
                            VALUES ('bench', 'bench', '测试商品', '', '', '[]', TRUE, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))""").update();
            for (int number = 0; number < PAIRS; number++) {
                List<SkuId> pair = pair(number);
                stock(jdbc, pair.get(0), PRICE_A_FEN);
                stock(jdbc, pair.get(1), PRICE_B_FEN);
            }
        });
    }

    private static void stock(JdbcClient jdbc, SkuId sku, long priceFen) {
        jdbc.sql(
                        "INSERT INTO skus (sku_id, product_id, specs, price_fen, list_price_fen, on_sale) VALUES (?, 'bench', '{}', ?, ?, TRUE)")
                .params(sku.value(), priceFen, priceFen)
                .update();
        jdbc.sql("INSERT INTO stock (sku_id, on_hand) VALUES (?, ?)")
                .params(sku.value(), UNITS)
                .update();
    }
}
