package io.orderloom.outbox;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import io.orderloom.shared.BusinessClock;
import io.orderloom.web.IdempotentRequests;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** Words what the sender of a command is told: the answer that HTTP would give, or an event. */
final class CommandAnswers {

    static final String REFUSED_EVENT = "command.refused.v1";
    private static final int PERSISTENT = 2;

    private final ObjectMapper json;
    private final BusinessClock clock;
    private final String source;

    CommandAnswers(ObjectMapper json, BusinessClock clock, String source) {
        this.json = json;
        this.clock = clock;
        this.source = source;
    }

    /** A message as it is published. */
    static final class Message {

        private final AMQP.BasicProperties properties;
        private final byte[] body;

        private Message(AMQP.BasicProperties properties, byte[] body) {
            this.properties = properties;
            this.body = body;
        }

        AMQP.BasicProperties properties() {
            return properties;
        }

        byte[] body() {
            return body;
        }
    }

    @JsonPropertyOrder({"specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"})
    private record CloudEvent(
            String specversion,
            String id,
            String source,
            String type,
            String subject,
            String time,
            String datacontenttype,
            RefusedCommand data) {}

    private record RefusedCommand(
            String command, int status, @Nullable Object problem) {}

    /** The answer for who asked for one. */
    Message reply(AMQP.BasicProperties command, ResponseEntity<?> answer) {
        int status = answer.getStatusCode().value();
        Map<String, Object> headers = new HashMap<>(Map.of("status", status));
        URI location = answer.getHeaders().getLocation();
        if (location != null) {
            headers.put("location", location.toString());
        }
        if (isReplayed(answer)) {
            headers.put("idempotent-replayed", "true");
        }
        String correlation = command.getCorrelationId();
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .contentType(status < 400 ? "application/json" : "application/problem+json")
                .contentEncoding(StandardCharsets.UTF_8.name())
                .correlationId(correlation == null ? command.getMessageId() : correlation)
                .type(command.getType())
                .headers(headers)
                .deliveryMode(PERSISTENT)
                .build();
        return new Message(properties, written(answer.getBody()));
    }

    /** For a refusal that nobody waits for. It belongs to no order, so it has no place in an order's sequence. */
    Message refusedEvent(AMQP.BasicProperties command, ResponseEntity<?> answer) {
        String id = UUID.randomUUID().toString();
        CloudEvent event = new CloudEvent(
                "1.0",
                id,
                source,
                REFUSED_EVENT,
                command.getMessageId(),
                clock.now().toString(),
                "application/json",
                new RefusedCommand(command.getType(), answer.getStatusCode().value(), readable(answer.getBody())));
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .contentType("application/cloudevents+json")
                .contentEncoding(StandardCharsets.UTF_8.name())
                .messageId(id)
                .type(REFUSED_EVENT)
                .deliveryMode(PERSISTENT)
                .build();
        return new Message(properties, written(event));
    }

    /** The command as it came, with the reason why it is no use. */
    Message deadLetter(AMQP.BasicProperties command, byte[] body, String code, String detail) {
        Map<String, Object> headers = new HashMap<>();
        if (command.getHeaders() != null) {
            headers.putAll(command.getHeaders());
        }
        headers.put("orderloom-reason", code);
        headers.put("orderloom-detail", detail);
        headers.put("orderloom-at", clock.now().toString());
        AMQP.BasicProperties properties = command.builder()
                .headers(headers)
                .deliveryMode(PERSISTENT)
                // whoever vouched for it was connected as somebody else
                .userId(null)
                .expiration(null)
                .build();
        return new Message(properties, body);
    }

    static boolean isReplayed(ResponseEntity<?> answer) {
        return answer.getHeaders().containsKey(IdempotentRequests.REPLAYED);
    }

    private @Nullable Object readable(@Nullable Object body) {
        try {
            return body instanceof byte[] bytes ? json.readTree(bytes) : body;
        } catch (IOException e) {
            throw new IllegalStateException("A stored answer is not JSON", e);
        }
    }

    private byte[] written(@Nullable Object body) {
        try {
            if (body == null) {
                return new byte[0];
            }
            return body instanceof byte[] bytes ? bytes : json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer could not be written as JSON", e);
        }
    }
}
