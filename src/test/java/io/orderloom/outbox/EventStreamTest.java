package io.orderloom.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.outbox.OutboxNode.Happened;
import io.orderloom.shared.OrderNo;
import io.orderloom.testing.Servers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@Execution(ExecutionMode.CONCURRENT)
class EventStreamTest {

    /** The production database and the demo's. */
    enum Database {
        MARIADB,
        H2;

        DataSource fresh() {
            return this == MARIADB ? Servers.mariaDb().migratedDataSource() : DemoDatabase.fresh();
        }
    }

    private final List<OrderNo> orders = new ArrayList<>();

    @BeforeEach
    void nameOrders() {
        for (int i = 0; i < 5; i++) {
            orders.add(new OrderNo("ORDER0000" + i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void eventsKeepTheirOrdersSequenceWithoutGaps_underEightWriters(Database kind) throws Exception {
        DataSource database = kind.fresh();
        try (OutboxNode first = new OutboxNode(database, null);
                OutboxNode second = new OutboxNode(database, null)) {
            lockableOrders(first.jdbc, first);
            first.start();
            second.start();
            AtomicBoolean writing = new AtomicBoolean(true);
            ExecutorService threads = Executors.newFixedThreadPool(9);
            Future<List<StreamedEvent>> poller = threads.submit(() -> poll(second, writing));
            List<Future<Void>> writers = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                OutboxNode node = writer % 2 == 0 ? first : second;
                int seed = writer;
                writers.add(threads.submit(writer(node, seed)));
            }
            for (Future<Void> writer : writers) {
                writer.get();
            }
            writing.set(false);
            List<StreamedEvent> polled = poller.get();
            threads.shutdown();

            Map<OrderNo, Long> last = new HashMap<>();
            long position = 0;
            for (StreamedEvent event : polled) {
                assertThat(event.position()).isEqualTo(++position);
                assertThat(event.sequence()).isEqualTo(last.getOrDefault(event.subject(), 0L) + 1);
                last.put(event.subject(), event.sequence());
            }
            assertThat(polled).hasSize(8 * 30);
            Set<String> ids = new HashSet<>();
            polled.forEach(event -> ids.add(event.id()));
            assertThat(ids).hasSize(8 * 30);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oldEventsAreForgotten_butNeverTheLastOfAnOrder_norTheNumbersOfAny(Database kind) {
        try (OutboxNode node = new OutboxNode(kind.fresh(), null)) {
            OrderNo over = orders.get(0);
            OrderNo lasting = orders.get(1);
            Instant begun = node.now;
            node.commit(new Happened(over, 1), new Happened(lasting, 1), new Happened(over, 2));
            node.commit(new Happened(lasting, 2));
            assertThat(node.forgetting.nextDue()).as("nothing is published yet").isEmpty();
            node.numberAll();
            assertThat(node.forgetting.nextDue()).hasValueSatisfying(due -> assertThat(due)
                    .isCloseTo(begun.plus(OutboxNode.KEEP), within(1, ChronoUnit.SECONDS)));
            assertThat(node.forgetting.runDue()).as("nothing is old yet").isZero();

            node.now = begun.plus(OutboxNode.KEEP).plusSeconds(1);
            node.commit(new Happened(lasting, 3));
            assertThat(node.forgetting.runDue()).isEqualTo(4);
            node.numberAll();

            assertThat(node.stream())
                    .extracting(event -> event.subject() + " " + event.sequence())
                    .containsExactly(over + " 2", lasting + " 3");
            assertThat(node.forgetting.runDue()).isZero();
            assertThat(node.forgetting.nextDue())
                    .hasValueSatisfying(due -> assertThat(due).isAfter(node.now));
            node.commit(new Happened(over, 3));
            node.numberAll();
            assertThat(node.stream().get(2).sequence())
                    .as("goes on where it was")
                    .isEqualTo(3);
        }
    }

    @Test
    void whatTheBrokerHasNotConfirmedIsNeverForgotten() {
        try (OutboxNode node = new OutboxNode(DemoDatabase.fresh(), "amqp://127.0.0.1:1")) {
            node.commit(new Happened(orders.get(0), 1), new Happened(orders.get(0), 2), new Happened(orders.get(0), 3));
            node.numberAll();
            node.now = node.now.plus(OutboxNode.KEEP.multipliedBy(2));
            assertThat(node.forgetting.nextDue()).isEmpty();
            assertThat(node.forgetting.runDue()).isZero();

            node.transaction.executeWithoutResult(status -> node.repository.markPublished(1));
            assertThat(node.forgetting.runDue()).isEqualTo(1);
            assertThat(node.stream()).extracting(StreamedEvent::sequence).containsExactly(2L, 3L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReaderMissesNothing_whenTheLaterWriterCommitsFirst(Database kind) throws Exception {
        try (OutboxNode node = new OutboxNode(kind.fresh(), null)) {
            CountDownLatch written = new CountDownLatch(1);
            CountDownLatch mayCommit = new CountDownLatch(1);
            ExecutorService slow = Executors.newSingleThreadExecutor();
            Future<?> slowOrder = slow.submit(() -> node.transaction.executeWithoutResult(status -> {
                node.append(new Happened(orders.get(0), 1));
                written.countDown();
                uninterrupted(mayCommit);
            }));
            written.await();
            node.commit(new Happened(orders.get(1), 1));
            node.numberAll();
            List<StreamedEvent> before = node.stream();
            assertThat(before).extracting(StreamedEvent::subject).containsExactly(orders.get(1));

            mayCommit.countDown();
            slowOrder.get();
            slow.shutdown();
            node.numberAll();
            assertThat(node.numbering.after(before.get(0).position(), 10))
                    .extracting(StreamedEvent::subject)
                    .containsExactly(orders.get(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEventOfARolledBackTransactionNeverHappened(Database kind) {
        try (OutboxNode node = new OutboxNode(kind.fresh(), null)) {
            node.commit(new Happened(orders.get(0), 1));
            node.transaction.executeWithoutResult(status -> {
                node.append(new Happened(orders.get(0), 2));
                status.setRollbackOnly();
            });
            node.commit(new Happened(orders.get(0), 3));
            node.numberAll();
            assertThat(node.stream()).extracting(StreamedEvent::sequence).containsExactly(1L, 2L);
            assertThat(node.stream().get(1).json()).contains("\"number\":3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEventIsReadAsACloudEvent(Database kind) throws Exception {
        try (OutboxNode node = new OutboxNode(kind.fresh(), null)) {
            node.now = java.time.Instant.parse("2026-05-01T08:00:00.123456Z");
            node.commit(new Happened(orders.get(0), 7));
            node.numberAll();
            JsonNode event = new ObjectMapper().readTree(node.stream().get(0).json());
            assertThat(event).isEqualTo(new ObjectMapper().readTree("""
                            {"specversion":"1.0","id":"ORDER00000-1","source":"/orderloom/01",
                             "type":"order.happened.v1","subject":"ORDER00000",
                             "time":"2026-05-01T08:00:00.123456Z","datacontenttype":"application/json",
                             "sequence":1,"data":{"number":7}}"""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCommitWakesWhoeverWaits(Database kind) throws Exception {
        try (OutboxNode node = new OutboxNode(kind.fresh(), null)) {
            node.start();
            ExecutorService waiter = Executors.newSingleThreadExecutor();
            Future<Boolean> woken = waiter.submit(() -> {
                node.numbering.awaitAfter(0, Duration.ofMinutes(5));
                return true;
            });
            node.commit(new Happened(orders.get(0), 1));
            await().atMost(Duration.ofSeconds(20)).until(woken::isDone);
            waiter.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEventOutsideATransactionIsRefused(Database kind) {
        try (OutboxNode node = new OutboxNode(kind.fresh(), null)) {
            assertThatThrownBy(() -> node.append(new Happened(orders.get(0), 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("outside the transaction");
        }
    }

    private void lockableOrders(JdbcClient jdbc, OutboxNode node) {
        jdbc.sql("CREATE TABLE lockable_orders (order_no VARCHAR(32) PRIMARY KEY)")
                .update();
        node.transaction.executeWithoutResult(
                status -> orders.forEach(order -> jdbc.sql("INSERT INTO lockable_orders VALUES (?)")
                        .param(order.value())
                        .update()));
    }

    private Callable<Void> writer(OutboxNode node, int seed) {
        return () -> {
            for (int i = 0; i < 30; i++) {
                OrderNo order = orders.get((seed + i) % orders.size());
                int number = i;
                node.transaction.executeWithoutResult(status -> {
                    node.jdbc
                            .sql("SELECT order_no FROM lockable_orders WHERE order_no = ? FOR UPDATE")
                            .param(order.value())
                            .query(String.class)
                            .single();
                    node.append(new Happened(order, number));
                });
            }
            return null;
        };
    }

    private static List<StreamedEvent> poll(OutboxNode node, AtomicBoolean writing) {
        List<StreamedEvent> read = Collections.synchronizedList(new ArrayList<>());
        await().pollInterval(Duration.ofMillis(1)).atMost(Duration.ofMinutes(1)).until(() -> {
            boolean mayBeMore = writing.get() || !node.repository.unnumbered(1).isEmpty();
            long cursor = read.isEmpty() ? 0 : read.get(read.size() - 1).position();
            List<StreamedEvent> page = node.numbering.after(cursor, 9);
            read.addAll(page);
            return page.isEmpty() && !mayBeMore;
        });
        return read;
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
