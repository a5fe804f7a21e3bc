package io.orderloom.outbox;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events to RabbitMQ: persistent, mandatory, confirmed. Used by one thread. After any failure
 * the connection is dropped and made anew with the next batch; the client library's own recovery is off,
 * so that nothing is sent twice behind our back.
 */
class RabbitBroker implements AutoCloseable {

    static final String EXCHANGE = "orderloom.events";
    static final String DEFAULT_QUEUE = "orderloom.events.default";
    private static final String CONTENT_TYPE = "application/cloudevents+json";
    private static final int PERSISTENT = 2;
    private static final Logger LOG = LoggerFactory.getLogger(RabbitBroker.class);

    /** The broker gave messages back because no queue takes them. */
    static final class Unroutable extends IOException {

        private static final long serialVersionUID = 1L;

        Unroutable(Set<String> ids) {
            super("RabbitMQ gave back " + ids.size() + " event(s) that no queue takes, first "
                    + ids.iterator().next());
        }
    }

    private final RabbitMqSettings settings;
    private final Runnable onReturn;
    private final Set<String> returned = ConcurrentHashMap.newKeySet();
    private @Nullable Connection connection;
    private @Nullable Channel channel;
    private volatile boolean blocked;
    private volatile boolean connected;

    RabbitBroker(RabbitMqSettings settings, Runnable onReturn) {
        this.settings = settings;
        this.onReturn = onReturn;
    }

    /**
     * Publishes the events and waits for the broker's confirms. Two events of one order are never under
     * way together, so not even a refusal in the middle can let the later overtake the earlier.
     *
     * @param events consecutive positions of the stream
     * @param confirmed collects the positions that the broker has taken over, also when this fails
     * @throws IOException when the broker is away, blocks, refuses, or has no queue for an event
     */
    void publish(List<StreamedEvent> events, Set<Long> confirmed)
            throws IOException, InterruptedException, TimeoutException {
        try {
            Channel open = channel();
            for (List<StreamedEvent> wave : waves(events)) {
                if (blocked) {
                    throw new IOException("RabbitMQ has blocked publishers (memory or disk alarm)");
                }
                send(open, wave);
                for (StreamedEvent event : wave) {
                    confirmed.add(event.position());
                }
            }
        } catch (AlreadyClosedException e) {
            drop();
            throw new IOException("The connection to RabbitMQ was closed", e);
        } catch (IOException | TimeoutException | InterruptedException | RuntimeException e) {
            drop();
            throw e;
        }
    }

    boolean connected() {
        return connected && !blocked;
    }

    /** May be called while another thread publishes, which then fails. */
    @Override
    public void close() {
        drop();
    }

    private void send(Channel open, List<StreamedEvent> wave)
            throws IOException, InterruptedException, TimeoutException {
        returned.clear();
        for (StreamedEvent event : wave) {
            AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                    .contentType(CONTENT_TYPE)
                    .contentEncoding(StandardCharsets.UTF_8.name())
                    .deliveryMode(PERSISTENT)
                    .messageId(event.id())
                    .type(event.type())
                    .timestamp(Date.from(event.occurredAt()))
                    .build();
            open.basicPublish(
                    EXCHANGE, event.type(), true, properties, event.json().getBytes(StandardCharsets.UTF_8));
        }
        if (!open.waitForConfirms(settings.confirmTimeout().toMillis())) {
            throw new IOException("RabbitMQ refused events (a queue rejects publishing, or its disk failed)");
        }
        // the broker sends a message's return before its confirm, so all returns are here by now
        if (!returned.isEmpty()) {
            onReturn.run();
            throw new Unroutable(new TreeSet<>(returned));
        }
    }

    /** The n-th wave holds each order's n-th event of the batch. */
    static List<List<StreamedEvent>> waves(List<StreamedEvent> events) {
        List<List<StreamedEvent>> waves = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (StreamedEvent event : events) {
            int wave = seen.merge(event.subject().value(), 1, Integer::sum);
            if (waves.size() < wave) {
                waves.add(new ArrayList<>());
            }
            waves.get(wave - 1).add(event);
        }
        return waves;
    }

    private Channel channel() throws IOException, TimeoutException {
        Channel open = channel;
        if (open != null && open.isOpen()) {
            return open;
        }
        drop();
        Connection made = RabbitConnections.open(settings, "orderloom-outbox", null);
        connection = made;
        made.addBlockedListener(
                reason -> {
                    blocked = true;
                    LOG.error("RabbitMQ blocks publishers ({}); events wait in the outbox", reason);
                },
                () -> {
                    blocked = false;
                    LOG.info("RabbitMQ takes events again");
                });
        made.addShutdownListener(cause -> connected = false);
        declareTopology(made);
        Channel publishing = made.createChannel();
        publishing.confirmSelect();
        publishing.addReturnListener(message -> {
            String id = String.valueOf(message.getProperties().getMessageId());
            returned.add(id);
            LOG.error("Event {} ({}) was given back by RabbitMQ: no queue takes it", id, message.getRoutingKey());
        });
        channel = publishing;
        connected = true;
        LOG.info("Publishing events to RabbitMQ at {}", made.getAddress());
        return publishing;
    }

    private void declareTopology(Connection made) throws IOException, TimeoutException {
        try (Channel declaring = made.createChannel()) {
            declaring.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
        }
        if (!exists(made)) {
            try (Channel declaring = made.createChannel()) {
                Map<String, Object> arguments =
                        Map.of("x-max-length", settings.defaultQueueLength(), "x-overflow", "drop-head");
                declaring.queueDeclare(DEFAULT_QUEUE, true, false, false, arguments);
            }
        }
        try (Channel declaring = made.createChannel()) {
            declaring.queueBind(DEFAULT_QUEUE, EXCHANGE, "#");
        }
    }

    /** An operator may have given the queue other limits or another kind; that is his to decide. */
    private static boolean exists(Connection made) throws IOException {
        Channel asking = made.createChannel();
        try {
            asking.queueDeclarePassive(DEFAULT_QUEUE);
            return true;
        } catch (IOException absent) {
            if (!made.isOpen()) {
                throw absent;
            }
            return false;
        } finally {
            if (asking.isOpen()) {
                asking.abort();
            }
        }
    }

    private void drop() {
        Connection old = connection;
        connection = null;
        channel = null;
        connected = false;
        blocked = false;
        if (old != null) {
            old.abort(RabbitConnections.CONNECT_MILLIS);
        }
    }
}
