package io.orderloom.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderloom.testing.CommandSender;
import io.orderloom.testing.CommandSender.DeadLetter;
import io.orderloom.testing.MariaDbServer;
import io.orderloom.testing.RabbitMqServer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.Servers;
import io.orderloom.web.IdempotentRequests;
import io.orderloom.web.JsonBodies;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the consumer does when it, the broker or the database fails; its handlers are of the test. */
@ResourceLock(Servers.THAT_MAY_STOP)
class CommandConsumerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TYPE = "note";

    private final RunningService service = RunningService.shared();
    private final IdempotentRequests idempotent = service.bean(IdempotentRequests.class);
    private final ConcurrentLinkedQueue<String> effects = new ConcurrentLinkedQueue<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final String id = UUID.randomUUID().toString();

    @Test
    void aNodeThatDiesBetweenCommitAndAcknowledgementActsOnce_andItsSuccessorAnswersTheSame() throws Exception {
        String uri = Servers.rabbitMq();
        AtomicInteger deliveries = new AtomicInteger();
        List<CommandConsumer> nodes = new ArrayList<>();
        CommandConsumer dying = node(uri, service.database().dataSource(), command -> {
            ResponseEntity<?> answer = noteOnce(command);
            if (deliveries.incrementAndGet() == 1) {
                nodes.get(0).dropConnection();
            }
            return answer;
        });
        nodes.add(dying);
        dying.start();
        try (CommandSender sender = connected(uri, dying)) {
            CommandSender.Reply reply = sender.ask(TYPE, id, Map.of(), Map.of("text", "a"));
            assertThat(reply.replayed()).isTrue();
            assertThat(reply.body().path("noted").asText()).isEqualTo(id);
            assertThat(deliveries).hasValue(2);
            assertThat(effects).containsExactly(id);
            assertThat(sender.nextDeadLetter()).isNull();
        } finally {
            dying.stop();
        }
    }

    @Test
    void whatFailsForAMomentIsTriedAgainAfterAPause_andItsNeighboursDoNotWait() throws Exception {
        String uri = Servers.rabbitMq();
        ConcurrentLinkedQueue<Long> tries = new ConcurrentLinkedQueue<>();
        CommandConsumer node = node(uri, service.database().dataSource(), command -> {
            if (command.key().value().equals(id)) {
                tries.add(System.nanoTime());
                if (tries.size() < 4) {
                    throw new CannotAcquireLockException("lost a race");
                }
            }
            return noteOnce(command);
        });
        node.start();
        try (CommandSender sender = connected(uri, node)) {
            sender.askLater(TYPE, id, Map.of(), Map.of("text", "a"));
            for (int i = 0; i < 20; i++) {
                assertThat(sender.ask(TYPE, id + i, Map.of(), Map.of("text", "b"))
                                .status())
                        .isEqualTo(200);
            }
            assertThat(sender.answerTo(id).status()).isEqualTo(200);
            List<Long> moments = new ArrayList<>(tries);
            assertThat(moments).hasSize(4);
            assertThat(millis(moments.get(0), moments.get(1))).isGreaterThanOrEqualTo(200);
            assertThat(millis(moments.get(1), moments.get(2))).isGreaterThanOrEqualTo(400);
            assertThat(millis(moments.get(2), moments.get(3))).isGreaterThanOrEqualTo(800);
            assertThat(effects).hasSize(21);
        } finally {
            node.stop();
        }
    }

    @Test
    void whatAlwaysFailsIsGivenUpAfterItsTries_withTheReason() throws Exception {
        String uri = Servers.rabbitMq();
        AtomicInteger tries = new AtomicInteger();
        CommandConsumer node = node(uri, service.database().dataSource(), command -> {
            tries.incrementAndGet();
            throw new IllegalStateException("a mistake of ours");
        });
        node.start();
        try (CommandSender sender = connected(uri, node)) {
            sender.tell(TYPE, id, Map.of(), Map.of("text", "a"));
            DeadLetter dead = sender.deadLetter();
            assertThat(dead.messageId()).isEqualTo(id);
            assertThat(dead.reason()).isEqualTo("TRIED_TOO_OFTEN");
            assertThat(tries).hasValue(5);
        } finally {
            node.stop();
        }
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsConsumedAndNothingDies_andAllIsDoneAfterwards() throws Exception {
        String uri = Servers.rabbitMq();
        MariaDbServer server = Servers.mariaDbServer();
        DataSource database = Servers.mariaDb(server).dataSource();
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("CREATE TABLE notes (id VARCHAR(64) PRIMARY KEY)").update();
        AtomicInteger deliveries = new AtomicInteger();
        CommandConsumer node = node(uri, database, command -> {
            deliveries.incrementAndGet();
            transaction.executeWithoutResult(
                    status -> jdbc.sql("INSERT INTO notes VALUES (?) ON DUPLICATE KEY UPDATE id = id")
                            .param(command.key().value())
                            .update());
            return ResponseEntity.ok(Map.of("noted", command.key().value()));
        });
        node.start();
        try (CommandSender sender = connected(uri, node)) {
            sender.ask(TYPE, id, Map.of(), Map.of("text", "a"));
            server.kill();
            try {
                for (int i = 0; i < 40; i++) {
                    sender.askLater(TYPE, id + i, Map.of(), Map.of("text", "b"));
                }
                await().atMost(PATIENCE).until(() -> !node.isConsuming() && sender.waiting() == 40);
                assertThat(deliveries.get()).isLessThan(41);
            } finally {
                server.start();
            }
            for (int i = 0; i < 40; i++) {
                assertThat(sender.answerTo(id + i).status()).isEqualTo(200);
            }
            assertThat(sender.nextDeadLetter()).isNull();
            assertThat(jdbc.sql("SELECT COUNT(*) FROM notes")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(41);
        } finally {
            node.stop();
        }
    }

    @Test
    void afterTheBrokersRestartCommandsAreTakenAgain_andThoseThatItKeptAreDone() throws Exception {
        RabbitMqServer broker = Servers.rabbitMqServer();
        String uri = broker.freshUri();
        CommandConsumer node = node(uri, service.database().dataSource(), this::noteOnce);
        node.start();
        try {
            try (CommandSender sender = connected(uri, node)) {
                sender.ask(TYPE, id, Map.of(), Map.of("text", "a"));
                node.stop();
                for (int i = 0; i < 20; i++) {
                    sender.tell(TYPE, id + i, Map.of(), Map.of("text", "b"));
                }
            }
            node.start();
            broker.writeDownItsQueues();
            broker.kill();
            broker.start();
            await().atMost(PATIENCE).until(() -> effects.size() == 21);
            try (CommandSender again = connected(uri, node)) {
                assertThat(again.ask(TYPE, id + 3, Map.of(), Map.of("text", "b"))
                                .replayed())
                        .isTrue();
                assertThat(again.nextDeadLetter()).isNull();
            }
            assertThat(effects).hasSize(21).doesNotHaveDuplicates();
        } finally {
            node.stop();
        }
    }

    @Test
    void aNodeThatLeavesFinishesWhatItIsWorkingOn_andKeepsNobodyWaiting() throws Exception {
        String uri = Servers.rabbitMq();
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean mayGoOn = new AtomicBoolean();
        CommandConsumer node = node(uri, service.database().dataSource(), command -> {
            begun.countDown();
            await().atMost(PATIENCE).untilTrue(mayGoOn);
            return noteOnce(command);
        });
        node.start();
        try (CommandSender sender = connected(uri, node)) {
            sender.askLater(TYPE, id, Map.of(), Map.of("text", "a"));
            assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> leaving = CompletableFuture.runAsync(node::stop);
            // It takes no more, but the one in its hands.
            await().during(Duration.ofMillis(200)).until(() -> !leaving.isDone());
            mayGoOn.set(true);
            assertThat(sender.answerTo(id).status()).isEqualTo(200);
            leaving.get(RabbitConnections.CONNECT_MILLIS - 1_000, TimeUnit.MILLISECONDS);
            assertThat(node.isConsuming()).isFalse();
            assertThat(sender.waiting()).isZero();
            assertThat(effects).containsExactly(id);
        } finally {
            mayGoOn.set(true);
            node.stop();
        }
    }

    @Test
    void aQueueThatWasTakenAwayIsDeclaredAgain() throws Exception {
        String uri = Servers.rabbitMq();
        CommandConsumer node = node(uri, service.database().dataSource(), this::noteOnce);
        node.start();
        try (CommandSender sender = connected(uri, node)) {
            sender.deleteQueues();
            await().atMost(PATIENCE).until(() -> node.isConsuming() && sender.exists());
            assertThat(sender.ask(TYPE, id, Map.of(), Map.of("text", "a")).status())
                    .isEqualTo(200);
        } finally {
            node.stop();
        }
    }

    @Test
    void withoutABrokerNothingStarts() {
        CommandConsumer node = node(null, service.database().dataSource(), this::noteOnce);
        node.start();
        assertThat(node.isRunning()).isFalse();
        assertThat(node.isConsuming()).isFalse();
    }

    private ResponseEntity<?> noteOnce(Command command) {
        ConcurrentLinkedQueue<String> noted = new ConcurrentLinkedQueue<>();
        ResponseEntity<?> answer = idempotent.once(command.key(), () -> {
            noted.add(command.key().value());
            return ResponseEntity.ok(Map.of("noted", command.key().value()));
        });
        effects.addAll(noted);
        return answer;
    }

    private CommandConsumer node(
            @Nullable String uri, DataSource database, Function<Command, ResponseEntity<?>> doing) {
        CommandHandler handler = new CommandHandler() {
            @Override
            public String type() {
                return TYPE;
            }

            @Override
            public ResponseEntity<?> handle(Command command) {
                return doing.apply(command);
            }
        };
        return new CommandConsumer(
                new CommandDispatch(List.of(handler), service.bean(JsonBodies.class)),
                new CommandSettings(2, 4, 5, Duration.ofMillis(200), Duration.ofSeconds(1)),
                new RabbitMqSettings(uri, 1000, Duration.ofSeconds(10), Duration.ofSeconds(1)),
                database,
                new ObjectMapper(),
                Clock.systemUTC()::instant,
                "01",
                meters);
    }

    private static CommandSender connected(String uri, CommandConsumer node) throws Exception {
        await().atMost(PATIENCE).until(node::isConsuming);
        return new CommandSender(uri);
    }

    private static long millis(long from, long to) {
        return Duration.ofNanos(to - from).toMillis();
    }
}
