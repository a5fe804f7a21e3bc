package io.orderloom.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;

/**
 * A consumer of all events that writes down every delivery in the order of its arrival. Its queue is durable
 * and it comes back by itself, so that neither a dead service nor a broker that was away cost it an event.
 */
public final class EventLog implements AutoCloseable {

    private static final String EXCHANGE = "orderloom.events";
    private static final String QUEUE = "event-log";

    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private final ObjectMapper json = new ObjectMapper();
    private final Connection connection;

    /**
     * One delivery of an event.
     *
     * @param sequence the event's number within its order
     */
    public record Delivery(String id, String orderNo, long sequence, String type) {}

    /** Begins to listen; before the first event, or it misses some. */
    public EventLog(String broker) {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(broker);
            factory.setNetworkRecoveryInterval(500);
            connection = factory.newConnection("event log");
            Channel channel = connection.createChannel();
            channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
            channel.queueDeclare(QUEUE, true, false, false, null);
            channel.queueBind(QUEUE, EXCHANGE, "#");
            channel.basicConsume(
                    QUEUE,
                    false,
                    (tag, delivery) -> {
                        deliveries.add(read(delivery.getBody()));
                        channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
                    },
                    tag -> {});
        } catch (IOException | TimeoutException | URISyntaxException | GeneralSecurityException e) {
            throw new IllegalStateException("No event log at the broker", e);
        }
    }

    /** All deliveries so far, repetitions included, in the order of their arrival. */
    public List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** How often this event of the order was delivered. */
    public long times(String orderNo, String type) {
        return deliveries.stream()
                .filter(delivery ->
                        delivery.orderNo().equals(orderNo) && delivery.type().equals(type))
                .count();
    }

    @Override
    public void close() {
        connection.abort(1_000);
    }

    private Delivery read(byte[] body) throws IOException {
        JsonNode event = json.readTree(body);
        return new Delivery(
                event.path("id").asText(),
                event.path("subject").asText(),
                event.path("sequence").asLong(),
                event.path("type").asText());
    }
}
