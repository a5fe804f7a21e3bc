package io.orderloom.outbox.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import io.orderloom.outbox.EventStream;
import io.orderloom.outbox.StreamedEvent;
import io.orderloom.web.MalformedRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/events}: all events of the shop in the order of their commits. */
@RestController
@Roles({Role.SHOP, Role.OPS})
class EventsController {

    private static final int PAGE = 100;
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}");

    /**
     * @param items CloudEvents 1.0
     * @param next the cursor to go on with, also when there are no items
     */
    record Events(List<RawEvent> items, String next) {}

    /** A CloudEvent that is JSON already. */
    record RawEvent(@JsonValue @JsonRawValue String json) {}

    private final EventStream stream;
    private final EventSubscribers subscribers;

    EventsController(EventStream stream, EventSubscribers subscribers) {
        this.stream = stream;
        this.subscribers = subscribers;
    }

    /**
     * A page, or with {@code Accept: text/event-stream} the same without end; such a client that comes back
     * names the last id it saw. A plain {@code *}{@code /*} gets the page.
     */
    @GetMapping(
            path = "/api/v1/events",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE})
    Object events(
            @RequestParam(name = "after", required = false) @Nullable String after,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        if (accept != null && MediaType.parseMediaTypes(accept).contains(MediaType.TEXT_EVENT_STREAM)) {
            return subscribers.follow(position(lastEventId == null || lastEventId.isEmpty() ? after : lastEventId));
        }
        return page(position(after));
    }

    private Events page(long position) {
        List<StreamedEvent> events = stream.after(position, PAGE);
        long next = events.isEmpty() ? position : events.get(events.size() - 1).position();
        return new Events(
                events.stream().map(event -> new RawEvent(event.json())).toList(), String.valueOf(next));
    }

    private static long position(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return 0;
        }
        if (!CURSOR.matcher(cursor).matches()) {
            throw new MalformedRequest("The cursor 'after' is not one that this stream gave out.");
        }
        return Long.parseLong(cursor);
    }
}
