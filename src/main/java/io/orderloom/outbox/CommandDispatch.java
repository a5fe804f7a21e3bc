package io.orderloom.outbox;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import io.orderloom.outbox.CommandVerdict.Done;
import io.orderloom.outbox.CommandVerdict.Later;
import io.orderloom.outbox.CommandVerdict.Poison;
import io.orderloom.outbox.CommandVerdict.Refused;
import io.orderloom.shared.Problem;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.JsonBodies;
import io.orderloom.web.JsonBody;
import io.orderloom.web.ProblemAnswers;
import io.orderloom.web.RequestIds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Reads a message as a command, gives it to its handler and says what it came to. Knows no broker. */
@Component
class CommandDispatch {

    private static final String ROUTE = "AMQP " + CommandConsumer.QUEUE;
    private static final String OWNER = "COMMAND";
    private static final Set<String> UNDERSTOOD_TYPES =
            Set.of("application/json", "application/json;charset=utf-8", "application/json; charset=utf-8");
    private static final Set<String> UNDERSTOOD_ENCODINGS = Set.of("utf-8", "identity");
    private static final Pattern SENDER = Pattern.compile("[A-Za-z0-9._-]{1,40}");

    private final Map<String, CommandHandler> handlers;
    private final JsonBodies bodies;

    CommandDispatch(List<CommandHandler> handlers, JsonBodies bodies) {
        this.handlers = handlers.stream().collect(Collectors.toMap(CommandHandler::type, Function.identity()));
        this.bodies = bodies;
    }

    /** The type as a figure's label: what nobody handles is one label, however many names it has. */
    String label(AMQP.BasicProperties properties) {
        String type = properties.getType();
        return type != null && handlers.containsKey(type) ? type : "unknown";
    }

    CommandVerdict decide(AMQP.BasicProperties properties, byte[] bytes) {
        String id = properties.getMessageId();
        if (id != null && IdempotencyKey.isPossible(id)) {
            MDC.put(RequestIds.MDC_KEY, id);
        }
        LocaleContextHolder.setLocale(Locale.ENGLISH);
        try {
            ResponseEntity<?> answer = handler(properties).handle(command(properties, bytes));
            return answer.getStatusCode().isError() ? new Refused(answer) : new Done(answer);
        } catch (Problem problem) {
            return verdict(problem);
        } catch (RuntimeException e) {
            return new Later(e);
        } finally {
            LocaleContextHolder.resetLocaleContext();
            MDC.remove(RequestIds.MDC_KEY);
        }
    }

    private static CommandVerdict verdict(Problem problem) {
        return switch (problem.kind()) {
            case MALFORMED -> new Poison(problem);
            case TOO_MANY, UNAVAILABLE -> new Later(problem);
            case CONFLICT -> problem.code().equals("REQUEST_IN_FLIGHT") ? new Later(problem) : refused(problem);
            case INVALID -> problem.code().equals("IDEMPOTENCY_KEY_REUSED") ? new Poison(problem) : refused(problem);
            case FORBIDDEN, NOT_FOUND -> refused(problem);
        };
    }

    private static Refused refused(Problem problem) {
        return new Refused(ProblemAnswers.of(problem));
    }

    private CommandHandler handler(AMQP.BasicProperties properties) {
        CommandHandler handler = handlers.get(String.valueOf(properties.getType()));
        if (handler == null) {
            throw new UnreadableCommand("UNKNOWN_TYPE", "No command of this type is known.");
        }
        return handler;
    }

    private Command command(AMQP.BasicProperties properties, byte[] bytes) {
        String id = properties.getMessageId();
        if (id == null || !IdempotencyKey.isPossible(id)) {
            throw new UnreadableCommand(
                    "MESSAGE_ID_MISSING", "A command has a message-id of 1 to 64 visible ASCII characters.");
        }
        String type = properties.getContentType();
        String encoding = properties.getContentEncoding();
        if (!understood(type, UNDERSTOOD_TYPES) || !understood(encoding, UNDERSTOOD_ENCODINGS)) {
            throw new UnreadableCommand("UNSUPPORTED_MEDIA_TYPE", "A command's body is JSON in UTF-8.");
        }
        JsonBody body = bodies.read(bytes);
        Map<String, String> headers = ours(properties.getHeaders());
        String content = properties.getType() + '\n' + body.fingerprint() + '\n' + headers;
        return new Command(new IdempotencyKey(id, OWNER, ROUTE, sha256(content)), sender(properties), headers, body);
    }

    private static boolean understood(@Nullable String said, Set<String> known) {
        return said == null || known.contains(said.toLowerCase(Locale.ROOT));
    }

    /** Other headers are the broker's or a tracing tool's, and change from delivery to delivery. */
    private static Map<String, String> ours(@Nullable Map<String, Object> headers) {
        Map<String, String> ours = new TreeMap<>();
        if (headers != null) {
            headers.forEach((name, value) -> {
                String known = name.toLowerCase(Locale.ROOT);
                if (Command.HEADERS.contains(known) && (value instanceof LongString || value instanceof String)) {
                    ours.put(known, value.toString());
                }
            });
        }
        return ours;
    }

    /** The broker vouches for the user-id: it refuses a message that names another than its sender. */
    private static String sender(AMQP.BasicProperties properties) {
        String user = properties.getUserId();
        return "staff:" + (user != null && SENDER.matcher(user).matches() ? user : "commands");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
