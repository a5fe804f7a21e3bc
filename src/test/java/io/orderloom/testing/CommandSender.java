package io.orderloom.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A program that commands the shop over RabbitMQ and hears its answers and events. */
public final class CommandSender implements AutoCloseable {

    private static final String QUEUE = "orderloom.commands";
    private static final String DEAD_LETTERS = "orderloom.commands.dead";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final Channel channel;
    private final String replies;
    private final ConcurrentMap<String, BlockingQueue<Reply>> heard = new ConcurrentHashMap<>();
    private final List<JsonNode> refusals = Collections.synchronizedList(new ArrayList<>());

    /** What came back for a command: the status HTTP would have, and the body. */
    public record Reply(int status, boolean replayed, String contentType, JsonNode body) {}

    /** A command that the shop could make nothing of. */
    public record DeadLetter(@Nullable String messageId, String reason, int size) {}

    public CommandSender(String uri) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri);
        connection = factory.newConnection("command-sender");
        channel = connection.createChannel();
        channel.confirmSelect();
        replies = channel.queueDeclare().getQueue();
        channel.basicConsume(replies, true, (tag, reply) -> hear(reply), tag -> {});
        String events = channel.queueDeclare().getQueue();
        channel.exchangeDeclare("orderloom.events", "topic", true);
        channel.queueBind(events, "orderloom.events", "command.refused.v1");
        channel.basicConsume(events, true, (tag, event) -> refusals.add(JSON.readTree(event.getBody())), tag -> {});
    }

    /** Sends a command and waits for its answer. */
    public Reply ask(String type, String id, Map<String, Object> headers, Object body) throws Exception {
        send(type, id, headers, bytes(body), replies);
        return answerTo(id);
    }

    /** The next answer to that command. */
    public Reply answerTo(String id) throws InterruptedException {
        Reply reply = heard.computeIfAbsent(id, same -> new LinkedBlockingQueue<>())
                .poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return Objects.requireNonNull(reply, () -> "No answer to " + id);
    }

    /** Sends a command and asks for its answer, without waiting. */
    public void askLater(String type, String id, Map<String, Object> headers, Object body) throws Exception {
        send(type, id, headers, bytes(body), replies);
    }

    /** Sends a command that wants no answer. */
    public void tell(String type, @Nullable String id, Map<String, Object> headers, Object body) throws Exception {
        send(type, id, headers, bytes(body), null);
    }

    private void send(
            @Nullable String type,
            @Nullable String id,
            Map<String, Object> headers,
            byte[] body,
            @Nullable String replyTo)
            throws Exception {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .type(type)
                .messageId(id)
                .headers(new HashMap<>(headers))
                .contentType("application/json")
                .deliveryMode(2)
                .replyTo(replyTo)
                .correlationId(replyTo == null ? null : id)
                .build();
        channel.basicPublish("", QUEUE, true, properties, body);
        channel.waitForConfirmsOrDie(PATIENCE.toMillis());
    }

    /** The event that tells of the refusal of a command nobody waits for. */
    public JsonNode refusalOf(String id) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> refusals.stream()
                                .filter(event -> event.path("subject").asText().equals(id))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** The next dead letter. */
    public DeadLetter deadLetter() {
        return Awaitility.await().atMost(PATIENCE).until(this::nextDeadLetter, Objects::nonNull);
    }

    /** The next dead letter, if there is one now. */
    public @Nullable DeadLetter nextDeadLetter() throws IOException {
        GetResponse dead = channel.basicGet(DEAD_LETTERS, true);
        if (dead == null) {
            return null;
        }
        return new DeadLetter(
                dead.getProps().getMessageId(),
                String.valueOf(dead.getProps().getHeaders().get("orderloom-reason")),
                dead.getBody().length);
    }

    /** Commands that wait in the queue and are in nobody's hands. */
    public long waiting() throws IOException {
        return channel.messageCount(QUEUE);
    }

    /** Takes both queues away, as an operator's mistake would. */
    public void deleteQueues() throws IOException {
        channel.queueDelete(QUEUE);
        channel.queueDelete(DEAD_LETTERS);
    }

    /** Whether both queues are there. */
    public boolean exists() throws Exception {
        for (String queue : List.of(QUEUE, DEAD_LETTERS)) {
            Channel asking = connection.createChannel();
            try {
                asking.queueDeclarePassive(queue);
                asking.abort();
            } catch (IOException absent) {
                return false;
            }
        }
        return true;
    }

    private void hear(Delivery reply) throws IOException {
        Map<String, Object> headers = reply.getProperties().getHeaders();
        heard.computeIfAbsent(reply.getProperties().getCorrelationId(), same -> new LinkedBlockingQueue<>())
                .add(new Reply(
                        headers.get("status") instanceof Number status ? status.intValue() : 0,
                        headers.containsKey("idempotent-replayed"),
                        reply.getProperties().getContentType(),
                        JSON.readTree(reply.getBody())));
    }

    private static byte[] bytes(Object body) throws IOException {
        if (body instanceof byte[] raw) {
            return raw;
        }
        return body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : JSON.writeValueAsBytes(body);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
