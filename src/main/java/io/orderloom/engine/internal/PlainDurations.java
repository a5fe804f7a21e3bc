package io.orderloom.engine.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.calendar.DurationBusinessCalendar;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads a timer's hours, minutes and seconds, which is how waiting times come. For any duration the engine searches
 * the whole class path for an XML library first; whatever is written otherwise is still left to it.
 */
final class PlainDurations extends DurationBusinessCalendar {

    private static final Pattern PLAIN = Pattern.compile("PT(?=\\d)(\\d{1,6}H)?(\\d{1,6}M)?(\\d{1,6}S)?");

    @Override
    public @Nullable Date resolveDuedate(@Nullable String duration, @Nullable Date from) {
        if (duration == null || !PLAIN.matcher(duration).matches()) {
            return super.resolveDuedate(duration, from);
        }
        Instant start = (from == null ? ClockUtil.getCurrentTime() : from).toInstant();
        return Date.from(start.plus(Duration.parse(duration)));
    }
}
