package io.orderloom.sandbox.miniprogram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.books.Journal;
import io.orderloom.sandbox.control.ControlCall;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Messages to users, under WeChat's rules. Customer messages: five within 48 hours of what the user wrote, two within a
 * minute of coming in. Subscribe messages: as often as the user agreed to; everybody agrees always, unless a tester said
 * how often, or the openid begins with {@code openid-refuses}.
 */
final class Messages {

    private static final String MESSAGE = "message";
    private static final String WORD = "mini-program-word";
    private static final String SUBSCRIPTION = "mini-program-subscription";

    private static final Duration AFTER_WRITING = Duration.ofDays(2);
    private static final Duration AFTER_ENTERING = Duration.ofMinutes(1);
    private static final int MOST_AFTER_WRITING = 5;
    private static final int MOST_AFTER_ENTERING = 2;
    private static final int MOST_BYTES = 2048;
    private static final Set<String> TYPES = Set.of("text", "image", "link", "miniprogrampage");

    /** How long and of what form a value may be, by the first letters of its key. */
    private static final Map<String, Pattern> FORMS = Map.of(
            "thing", Pattern.compile("(?s).{1,20}"),
            "character_string", Pattern.compile("[\\x21-\\x7E]{1,32}"),
            "amount", Pattern.compile("[¥$]?\\d{1,10}(\\.\\d{1,2})?元?"),
            "phrase", Pattern.compile("\\p{IsHan}{1,5}"),
            "number", Pattern.compile("\\d{1,32}(\\.\\d+)?"),
            "time", Pattern.compile("(\\d{4}[年-]\\d{1,2}[月-]\\d{1,2}日? )?\\d{1,2}:\\d{2}(:\\d{2})?"));

    private record Message(Instant at, String kind, String toUser, JsonNode content) {}

    /** The user's last word, or that the user came in, and how many messages followed. */
    private record Word(
            String openid,
            @Nullable Instant wroteAt,
            @Nullable Instant enteredAt,
            int answers) {}

    private record Subscription(String openid, String templateId, int left) {}

    private final Journal journal;
    private final Supplier<Instant> clock;
    private final List<Message> messages = new ArrayList<>();
    private final Map<String, Word> words = new HashMap<>();
    private final Map<String, Subscription> subscriptions = new HashMap<>();

    Messages(Journal journal, Supplier<Instant> clock) {
        this.journal = journal;
        this.clock = clock;
        journal.replay(MESSAGE, Message.class, messages::add);
        journal.replay(WORD, Word.class, word -> words.put(word.openid(), word));
        journal.replay(SUBSCRIPTION, Subscription.class, one -> subscriptions.put(key(one), one));
    }

    /** {@code POST /cgi-bin/message/custom/send}. */
    synchronized HttpAnswer custom(HttpCall call) {
        ObjectNode body = body(call);
        String toUser = toUser(body);
        String type = body.path("msgtype").asText("");
        if (!TYPES.contains(type)) {
            throw WeChatError.refusal(40008, "invalid message type");
        }
        if (type.equals("text")) {
            String text = body.path("text").path("content").asText("");
            if (text.isBlank()) {
                throw WeChatError.refusal(44004, "empty content");
            }
            if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
                throw WeChatError.refusal(45002, "content size out of limit");
            }
        }
        Instant now = clock.get();
        Word word = words.get(toUser);
        boolean wrote = word != null && within(word.wroteAt(), AFTER_WRITING, now);
        if (word == null || !(wrote || within(word.enteredAt(), AFTER_ENTERING, now))) {
            throw WeChatError.refusal(45015, "response out of time limit or subscription is canceled");
        }
        if (word.answers() >= (wrote ? MOST_AFTER_WRITING : MOST_AFTER_ENTERING)) {
            throw WeChatError.refusal(45047, "out of response count limit");
        }
        keep(new Word(toUser, word.wroteAt(), word.enteredAt(), word.answers() + 1));
        return taken("CUSTOM", toUser, body);
    }

    /** {@code POST /cgi-bin/message/subscribe/send}. */
    synchronized HttpAnswer subscribe(HttpCall call) {
        ObjectNode body = body(call);
        String toUser = toUser(body);
        String templateId = body.path("template_id").asText("");
        if (templateId.isBlank()) {
            throw WeChatError.refusal(40037, "invalid template_id");
        }
        Subscription agreed = subscriptions.get(toUser + " " + templateId);
        if (toUser.startsWith("openid-refuses") || (agreed != null && agreed.left() == 0)) {
            throw WeChatError.refusal(43101, "user refuse to accept the msg");
        }
        requireFilled(body.path("data"));
        if (agreed != null) {
            keep(new Subscription(toUser, templateId, agreed.left() - 1));
        }
        return taken("SUBSCRIBE", toUser, body);
    }

    private static void requireFilled(JsonNode data) {
        boolean filled = data.isObject() && !data.isEmpty();
        for (Map.Entry<String, JsonNode> argument : data.properties()) {
            String value = argument.getValue().path("value").asText("");
            Pattern form = FORMS.get(argument.getKey().replaceAll("\\d+$", ""));
            filled &= !value.isBlank() && (form == null || form.matcher(value).matches());
        }
        if (!filled) {
            throw WeChatError.refusal(47003, "argument invalid!");
        }
    }

    /** The user wrote to the shop. */
    synchronized void wrote(String openid) {
        keep(new Word(openid, clock.get(), null, 0));
    }

    /** The user came to the chat. */
    synchronized void entered(String openid) {
        Word before = words.get(openid);
        boolean wrote = before != null && within(before.wroteAt(), AFTER_WRITING, clock.get());
        keep(new Word(
                openid,
                before == null ? null : before.wroteAt(),
                clock.get(),
                wrote && before != null ? before.answers() : 0));
    }

    /** {@code POST /sandbox/v1/mini-program/subscriptions}: how often the user agrees to a template. */
    synchronized HttpAnswer agree(HttpCall call) {
        ControlCall asked = ControlCall.of(call, "openid", "templateId", "times");
        keep(new Subscription(
                asked.requiredText("openid"),
                asked.requiredText("templateId"),
                asked.whole("times", 0, 1000).orElse(1L).intValue()));
        return HttpAnswer.empty(204);
    }

    synchronized void tell(ObjectNode answer) {
        ArrayNode told = answer.putArray("messages");
        messages.forEach(message -> told.add(Json.tree(message)));
    }

    private HttpAnswer taken(String kind, String toUser, ObjectNode body) {
        Message message = new Message(clock.get(), kind, toUser, body);
        journal.append(MESSAGE, message);
        messages.add(message);
        return WeChatError.ok();
    }

    private void keep(Word word) {
        journal.append(WORD, word);
        words.put(word.openid(), word);
    }

    private void keep(Subscription subscription) {
        journal.append(SUBSCRIPTION, subscription);
        subscriptions.put(key(subscription), subscription);
    }

    private static String key(Subscription subscription) {
        return subscription.openid() + " " + subscription.templateId();
    }

    private static boolean within(@Nullable Instant since, Duration window, Instant now) {
        return since != null && now.isBefore(since.plus(window));
    }

    private static ObjectNode body(HttpCall call) {
        return call.json().orElseThrow(() -> WeChatError.refusal(47001, "data format error"));
    }

    private static String toUser(ObjectNode body) {
        String toUser = body.path("touser").asText("");
        if (toUser.isBlank()) {
            throw WeChatError.refusal(40003, "invalid openid");
        }
        return toUser;
    }
}
