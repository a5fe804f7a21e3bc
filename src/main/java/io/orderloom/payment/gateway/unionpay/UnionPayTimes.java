package io.orderloom.payment.gateway.unionpay;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Times as UnionPay writes them: Beijing's, to the second, rounded down. */
final class UnionPayTimes {

    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter WHOLE =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(BEIJING);

    private UnionPayTimes() {}

    static String text(Instant moment) {
        return WHOLE.format(moment);
    }

    /**
     * The moment that a {@code traceTime} (month, day and time) names.
     *
     * @param since the {@code txnTime} of the same message; the year is the one nearest to it
     * @return null when either is none
     */
    static @Nullable Instant traced(String traceTime, String since) {
        try {
            LocalDateTime asked = LocalDateTime.parse(since, WHOLE);
            LocalDateTime traced = LocalDateTime.parse(asked.getYear() + traceTime, WHOLE);
            return Stream.of(traced.minusYears(1), traced, traced.plusYears(1))
                    .min(Comparator.comparing(
                            moment -> Duration.between(asked, moment).abs()))
                    .map(moment -> moment.atZone(BEIJING).toInstant())
                    .orElseThrow();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
