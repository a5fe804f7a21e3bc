package io.orderloom.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.SlimContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StockOnMariaDbTest extends StockRules {

    private static final int THREADS = 16;

    private static final SlimContext CONTEXT = SlimContext.onMariaDb(BEANS);

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    @Override
    SlimContext context() {
        return CONTEXT;
    }

    @Test
    void twoHundredBuyersOfTenUnitsGetTen() throws Exception {
        List<Callable<Boolean>> buyers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String orderNo = "RUSH%05d".formatted(i);
            buyers.add(() -> {
                try {
                    reserve(orderNo, new StockLine(TEE, 1));
                    return true;
                } catch (OutOfStock e) {
                    return false;
                }
            });
        }

        assertThat(together(buyers)).filteredOn(bought -> bought).hasSize(10);
        assertThat(stock().of(TEE)).isEqualTo(new StockLevel(TEE, 10, 10));
        assertThat(context()
                        .jdbc()
                        .sql("SELECT SUM(quantity) FROM stock_reservations WHERE sku_id = 'TEE-RED-M'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(10);
    }

    @Test
    void ordersThatNameTheSameSkusInOppositeOrderDoNotLockEachOtherOut() throws Exception {
        stock().count(TEE, 1000);
        stock().count(MUG, 1000);
        List<Callable<Boolean>> buyers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String orderNo = "PAIR%05d".formatted(i);
            StockLine first = new StockLine(i % 2 == 0 ? TEE : MUG, 1);
            StockLine second = new StockLine(i % 2 == 0 ? MUG : TEE, 1);
            boolean given = i % 3 == 0;
            buyers.add(() -> {
                reserve(orderNo, first, second);
                return given && release(orderNo);
            });
        }

        assertThat(together(buyers)).filteredOn(released -> released).hasSize(67);
        assertThat(stock().of(TEE).reserved()).isEqualTo(133);
        assertThat(stock().of(MUG).reserved()).isEqualTo(133);
    }

    @Test
    void releasesAtTheSameMomentGiveBackOnce() throws Exception {
        reserve("ORDER001", new StockLine(TEE, 4));
        reserve("ORDER002", new StockLine(TEE, 4));
        List<Callable<Boolean>> releases = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            releases.add(() -> release("ORDER001"));
        }

        assertThat(together(releases)).filteredOn(released -> released).hasSize(1);
        assertThat(stock().of(TEE)).isEqualTo(new StockLevel(TEE, 10, 4));
    }

    private static <T> List<T> together(List<Callable<T>> work) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> one : work) {
                running.add(threads.submit(() -> {
                    start.await();
                    return one.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
