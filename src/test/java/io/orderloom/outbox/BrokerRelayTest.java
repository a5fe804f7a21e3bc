package io.orderloom.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.orderloom.outbox.OutboxNode.Happened;
import io.orderloom.shared.OrderNo;
import io.orderloom.testing.RabbitMqServer;
import io.orderloom.testing.Servers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Servers.THAT_MAY_STOP)
class BrokerRelayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DataSource database = Servers.mariaDb().migratedDataSource();
    private final OrderNo first = new OrderNo("ORDER00001");
    private final OrderNo second = new OrderNo("ORDER00002");

    @Test
    void eachEventArrivesOnceInItsOrdersSequence_persistentAndNamed() throws Exception {
        String uri = Servers.rabbitMq();
        try (Consumer consumer = new Consumer(uri);
                OutboxNode node = new OutboxNode(database, uri)) {
            node.start();
            for (int i = 1; i <= 300; i++) {
                node.commit(new Happened(first, i), new Happened(second, i));
            }
            await().atMost(PATIENCE).until(() -> consumer.ids().size() == 600);

            assertThat(consumer.received).hasSize(600);
            consumer.assertSequences();
            GetResponse message = consumer.channel.basicGet(RabbitBroker.DEFAULT_QUEUE, true);
            assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("order.happened.v1");
            assertThat(message.getProps().getContentType()).isEqualTo("application/cloudevents+json");
            assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
            assertThat(message.getProps().getMessageId()).isEqualTo("ORDER00001-1");
            await().atMost(PATIENCE)
                    .until(() ->
                            node.meters.counter("orderloom.outbox.published").count() == 600);
            assertThat(node.repository.backlog(true).size()).isZero();
        }
    }

    @Test
    void severalNodesShareTheWork_withoutAGapOrALaterEventFirst() throws Exception {
        String uri = Servers.rabbitMq();
        try (Consumer consumer = new Consumer(uri);
                OutboxNode left = new OutboxNode(database, uri);
                OutboxNode right = new OutboxNode(database, uri)) {
            left.start();
            right.start();
            for (int i = 1; i <= 100; i++) {
                (i % 2 == 0 ? left : right).commit(new Happened(first, i));
            }
            left.stop();
            for (int i = 101; i <= 150; i++) {
                right.commit(new Happened(first, i));
            }
            await().atMost(PATIENCE).until(() -> consumer.ids().size() == 150);
            consumer.assertSequences();
        }
    }

    @Test
    void aCrashBetweenConfirmAndMarkRepeatsTheEventsUnderTheirIds() throws Exception {
        String uri = Servers.rabbitMq();
        try (Consumer consumer = new Consumer(uri);
                OutboxNode node = new OutboxNode(database, uri);
                RabbitBroker crashing = new RabbitBroker(
                        new RabbitMqSettings(uri, 1000, Duration.ofSeconds(10), Duration.ofSeconds(1)), () -> {})) {
            node.commit(new Happened(first, 1), new Happened(first, 2));
            node.numberAll();
            Set<Long> confirmed = new HashSet<>();
            crashing.publish(node.repository.unpublished(10), confirmed);
            assertThat(confirmed).containsExactlyInAnyOrder(1L, 2L);

            node.start();
            await().atMost(PATIENCE).until(() -> consumer.received.size() == 4);
            assertThat(consumer.received)
                    .containsExactly("ORDER00001-1", "ORDER00001-2", "ORDER00001-1", "ORDER00001-2");
        }
    }

    @Test
    void whileTheBrokerIsDownCommitsGoOn_andAllIsPublishedWhenItIsBack() throws Exception {
        RabbitMqServer broker = Servers.rabbitMqServer();
        String uri = broker.freshUri();
        try (OutboxNode node = new OutboxNode(database, uri)) {
            node.start();
            node.commit(new Happened(first, 1));
            await().atMost(PATIENCE).until(() -> node.repository.published() == 1);
            broker.stop();
            for (int i = 2; i <= 50; i++) {
                node.commit(new Happened(first, i));
            }
            await().atMost(PATIENCE).until(() -> node.stream().size() == 50);
            await().atMost(PATIENCE).until(() -> !node.relay.connected());
            assertThat(node.repository.backlog(true).size()).isEqualTo(49);
            assertThat(node.repository.backlog(true).oldest()).isNotNull();

            broker.start();
            await().atMost(PATIENCE).until(() -> node.repository.published() == 50);
        }
        try (Consumer late = new Consumer(uri)) {
            List<String> kept = new ArrayList<>();
            for (GetResponse message = late.takeKept(); message != null; message = late.takeKept()) {
                kept.add(message.getProps().getMessageId());
            }
            List<String> expected = new ArrayList<>();
            for (int i = 1; i <= 50; i++) {
                expected.add("ORDER00001-" + i);
            }
            assertThat(new LinkedHashSet<>(kept)).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void anUnroutableEventIsNotMarked_andGoesOutOnceTheTopologyIsDeclaredAnew() throws Exception {
        String uri = Servers.rabbitMq();
        try (OutboxNode node = new OutboxNode(database, uri)) {
            node.commit(new Happened(first, 1));
            node.numberAll();
            node.relay.pass();
            assertThat(node.repository.published()).isEqualTo(1);
            try (Connection operator = connect(uri);
                    Channel channel = operator.createChannel()) {
                channel.queueDelete(RabbitBroker.DEFAULT_QUEUE);
            }
            node.commit(new Happened(first, 2));
            node.numberAll();

            assertThatThrownBy(node.relay::pass).isInstanceOf(RabbitBroker.Unroutable.class);
            assertThat(node.repository.published()).isEqualTo(1);
            assertThat(node.meters.counter("orderloom.outbox.returned").count()).isEqualTo(1);

            node.relay.pass();
            assertThat(node.repository.published()).isEqualTo(2);
        }
    }

    @Test
    void aDeletedExchangeIsDeclaredAnew() throws Exception {
        String uri = Servers.rabbitMq();
        try (OutboxNode node = new OutboxNode(database, uri)) {
            node.start();
            node.commit(new Happened(first, 1));
            await().atMost(PATIENCE).until(() -> node.repository.published() == 1);
            try (Connection operator = connect(uri);
                    Channel channel = operator.createChannel()) {
                channel.exchangeDelete(RabbitBroker.EXCHANGE);
            }
            node.commit(new Happened(first, 2));
            await().atMost(PATIENCE).until(() -> node.repository.published() == 2);
        }
    }

    @Test
    void aQueueThatRefusesKeepsTheEventInTheOutbox_withoutOvertaking() throws Exception {
        String uri = Servers.rabbitMq();
        try (OutboxNode node = new OutboxNode(database, uri);
                Connection operator = connect(uri);
                Channel channel = operator.createChannel()) {
            node.commit(new Happened(first, 1));
            node.numberAll();
            node.relay.pass();
            channel.queueDeclare("full", false, false, true, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
            channel.queueBind("full", RabbitBroker.EXCHANGE, "order.#");
            node.commit(new Happened(first, 2), new Happened(first, 3), new Happened(first, 4));
            node.numberAll();
            assertThatThrownBy(node.relay::pass).isInstanceOf(IOException.class);
            assertThat(node.repository.published()).isBetween(2L, 3L);
            channel.queueDelete("full");
            node.relay.pass();
            assertThat(node.repository.published()).isEqualTo(4);
        }
    }

    @Test
    void aQueueThatAnOperatorMadeDifferentlyIsLeftAsItIs() throws Exception {
        String uri = Servers.rabbitMq();
        try (OutboxNode node = new OutboxNode(database, uri);
                Connection operator = connect(uri);
                Channel channel = operator.createChannel()) {
            channel.queueDeclare(RabbitBroker.DEFAULT_QUEUE, true, false, false, Map.of("x-max-length", 5));
            node.commit(new Happened(first, 1));
            node.numberAll();
            node.relay.pass();
            assertThat(node.repository.published()).isEqualTo(1);
            assertThat(channel.messageCount(RabbitBroker.DEFAULT_QUEUE)).isEqualTo(1);
        }
    }

    private static Connection connect(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        return factory.newConnection();
    }

    /** Records every delivery of a queue of its own; the default queue keeps what it keeps. */
    private static final class Consumer implements AutoCloseable {

        private final Connection connection;
        final Channel channel;
        final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();

        Consumer(String uri) throws Exception {
            connection = connect(uri);
            channel = connection.createChannel();
            channel.exchangeDeclare(RabbitBroker.EXCHANGE, BuiltinExchangeType.TOPIC, true);
            String queue = channel.queueDeclare().getQueue();
            channel.queueBind(queue, RabbitBroker.EXCHANGE, "order.*.v1");
            channel.basicConsume(
                    queue,
                    true,
                    (tag, message) -> received.add(message.getProperties().getMessageId()),
                    tag -> {});
        }

        GetResponse takeKept() throws IOException {
            return channel.basicGet(RabbitBroker.DEFAULT_QUEUE, true);
        }

        Set<String> ids() {
            return new LinkedHashSet<>(received);
        }

        /** The first delivery of each event comes right after the first delivery of its predecessor. */
        void assertSequences() {
            Map<String, Integer> last = new HashMap<>();
            for (String id : ids()) {
                String[] parts = id.split("-", 2);
                int sequence = Integer.parseInt(parts[1]);
                assertThat(sequence).isEqualTo(last.getOrDefault(parts[0], 0) + 1);
                last.put(parts[0], sequence);
            }
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }
}
