package io.orderloom.payment;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DueWork;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Begins to compare each channel's yesterday every morning, and makes up for mornings that were missed. */
@Component
class ReconciliationCalendar implements DueWork {

    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationCalendar.class);

    private final ReconcileDay reconcileDay;
    private final ReconciliationRepository days;
    private final ReconciliationSettings settings;
    private final BusinessClock clock;
    /** The last day begun, by channel: spares a question to the database at every look. */
    private final Map<Channel, LocalDate> begun = new ConcurrentHashMap<>();

    ReconciliationCalendar(
            ReconcileDay reconcileDay,
            ReconciliationRepository days,
            ReconciliationSettings settings,
            BusinessClock clock) {
        this.reconcileDay = reconcileDay;
        this.days = days;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Optional<Instant> nextDue() {
        LocalDate latest = latest();
        return reconcileDay.channels().stream()
                .map(channel -> next(channel, latest))
                .map(day -> day.plusDays(1)
                        .atTime(settings.at())
                        .atZone(ReconcileDay.BEIJING)
                        .toInstant())
                .min(Instant::compareTo);
    }

    @Override
    public int runDue() {
        LocalDate latest = latest();
        int started = 0;
        for (Channel channel : reconcileDay.channels()) {
            LocalDate day = next(channel, latest);
            if (!day.isAfter(latest)) {
                LOG.info("Comparing {} of {} with its bill", day, channel);
                reconcileDay.begin(channel, day);
                begun.put(channel, day);
                started++;
            }
        }
        return started;
    }

    /** The last day whose bill should be there by now. */
    private LocalDate latest() {
        ZonedDateTime now = clock.now().atZone(ReconcileDay.BEIJING);
        return now.toLocalDate().minusDays(now.toLocalTime().isBefore(settings.at()) ? 2 : 1);
    }

    private LocalDate next(Channel channel, LocalDate latest) {
        LocalDate last = begun.computeIfAbsent(
                channel,
                key -> days.last(key).filter(day -> !day.isAfter(latest)).orElse(latest.minusDays(1)));
        LocalDate earliest = latest.minusDays(settings.mostDaysBack() - 1L);
        LocalDate next = last.plusDays(1);
        return next.isBefore(earliest) ? earliest : next;
    }
}
