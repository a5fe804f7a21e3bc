package io.orderloom.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.engine.Transactions;
import io.orderloom.engine.WaitingTimes;
import io.orderloom.outbox.EventStream;
import io.orderloom.outbox.StreamedEvent;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.DueWork;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the events of orders and notes what shoppers are to be told. It comes behind the orders and never holds one
 * up; how far it read and what it noted are one commit, so each moment is noted once.
 */
@Component
class FollowOrders implements DueWork {

    private static final int BATCH = 200;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

    private final EventStream events;
    private final TellingRepository rows;
    private final Messenger messenger;
    private final WaitingTimes waitingTimes;
    private final Transactions transactions;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;
    private final ObjectMapper json;

    /** Never ahead of the truth: only spares looks where nothing can be. */
    private volatile long seen;

    FollowOrders(
            EventStream events,
            TellingRepository rows,
            Messenger messenger,
            WaitingTimes waitingTimes,
            Transactions transactions,
            BusinessNumbers numbers,
            BusinessClock clock,
            ObjectMapper json) {
        this.events = events;
        this.rows = rows;
        this.messenger = messenger;
        this.waitingTimes = waitingTimes;
        this.transactions = transactions;
        this.numbers = numbers;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public Optional<Instant> nextDue() {
        return anythingToTell()
                ? events.after(seen(), 1).stream().findFirst().map(StreamedEvent::occurredAt)
                : Optional.empty();
    }

    @Override
    public int runDue() {
        if (!anythingToTell() || events.after(seen(), 1).isEmpty()) {
            return 0;
        }
        Progress progress = transactions.run(this::readOn);
        seen = progress.position();
        return progress.events();
    }

    private record Progress(long position, int events) {}

    private Progress readOn() {
        long position = rows.position(true);
        List<StreamedEvent> next = events.after(position, BATCH);
        if (!next.isEmpty()) {
            Instant tooOld = clock.now().minus(waitingTimes.of("TELL_SHOPPER_WITHIN"));
            rows.insert(next.stream()
                    .filter(event -> event.occurredAt().isAfter(tooOld))
                    .flatMap(event -> toTell(event).stream())
                    .toList());
            position = next.get(next.size() - 1).position();
            rows.moveTo(position);
        }
        return new Progress(position, next.size());
    }

    private Optional<Telling> toTell(StreamedEvent event) {
        Moment moment = momentOf(event.type());
        if (moment == null || !messenger.hasTemplate(moment)) {
            return Optional.empty();
        }
        JsonNode data = data(event);
        if (moment == Moment.RETURN_APPROVED
                && "REFUND_ONLY".equals(data.path("type").asText())) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        values.put("orderNo", event.subject().value());
        values.put("time", TIME.format(event.occurredAt()));
        values.put("carrier", data.path("carrier").asText());
        values.put("afterSalesNo", data.path("afterSalesNo").asText());
        JsonNode amount = data.path(moment == Moment.ORDER_PAID ? "paidFen" : "amountFen");
        values.put("amount", amount.isNumber() ? yuan(amount.asLong()) : "");
        return Optional.of(new Telling(
                numbers.next(), moment, event.id(), event.subject(), null, 0, values, event.occurredAt(), 0));
    }

    private static @Nullable Moment momentOf(String type) {
        return switch (type) {
            case "order.paid.v1" -> Moment.ORDER_PAID;
            case "order.shipped.v1" -> Moment.PARCEL_SHIPPED;
            case "refund.succeeded.v1" -> Moment.REFUND_DONE;
            case "after-sale.approved.v1" -> Moment.RETURN_APPROVED;
            default -> null;
        };
    }

    private JsonNode data(StreamedEvent event) {
        try {
            return json.readTree(event.json()).path("data");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Event " + event.id() + " is not JSON", e);
        }
    }

    private static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    private boolean anythingToTell() {
        return Arrays.stream(Moment.values())
                .anyMatch(moment -> moment != Moment.ANSWER && messenger.hasTemplate(moment));
    }

    private long seen() {
        if (seen == 0) {
            seen = rows.position(false);
        }
        return seen;
    }
}
