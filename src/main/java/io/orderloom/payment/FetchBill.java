package io.orderloom.payment;

import io.orderloom.payment.BillSource.Bill;
import io.orderloom.payment.ReconciliationRepository.Day;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.util.FileSystemUtils;

/** "Fetch bill": brings a gateway's bill of a day into our tables, line by line, however long it is. */
@Service
public class FetchBill {

    private static final Logger LOG = LoggerFactory.getLogger(FetchBill.class);

    /** After so many tries over more than a day a missing bill needs a person. */
    private static final int PATIENCE = 16;

    private final Map<Channel, BillSource> sources = new EnumMap<>(Channel.class);
    private final ReconciliationRepository days;
    private final JdbcTemplate jdbc;
    private final BusinessClock clock;

    FetchBill(List<BillSource> sources, ReconciliationRepository days, JdbcTemplate jdbc, BusinessClock clock) {
        sources.forEach(source -> this.sources.put(source.channel(), source));
        this.days = days;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The channels whose bills can be fetched. */
    public Set<Channel> channels() {
        return Collections.unmodifiableSet(sources.keySet());
    }

    /** When the first payment happened that the day's bill may list. */
    Instant begins(Channel channel, LocalDate date) {
        BillSource source = sources.get(channel);
        return source == null ? date.atStartOfDay(ReconcileDay.BEIJING).toInstant() : source.begins(date);
    }

    /**
     * Fetches and loads, in the running transaction; the lines of an earlier time are replaced.
     *
     * @return whether the bill is there; false means: ask again later
     * @throws IllegalStateException when it has been missing for more than a day
     */
    public boolean fetch(Channel channel, LocalDate date) {
        BillSource source = sources.get(channel);
        if (source == null) {
            throw new IllegalStateException("Bills of " + channel + " cannot be fetched any more");
        }
        try {
            Path directory = Files.createTempDirectory("bill-");
            try {
                Outcome<Bill> outcome = believed(source, date, source.fetch(date, directory));
                // Only now: no lock is held while a gateway takes its time.
                Day day = days.lock(channel, date).orElseThrow(NotFound::new);
                if (outcome instanceof Outcome.Succeeded<Bill> fetched) {
                    load(channel, date, fetched.value());
                    return true;
                }
                LOG.info("No bill of {} for {} yet: {}", channel, date, outcome.reasonOfFailure());
                if (day.tries() >= PATIENCE) {
                    throw new IllegalStateException("The bill of " + channel + " for " + date + " is missing");
                }
                days.waiting(channel, date);
                return false;
            } finally {
                FileSystemUtils.deleteRecursively(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The bill of " + channel + " for " + date + " cannot be read", e);
        }
    }

    /** "No such bill" is believed of a day that is over and of which our own books have nothing. */
    private Outcome<Bill> believed(BillSource source, LocalDate date, Outcome<Bill> outcome) {
        if (!(outcome instanceof Outcome.Succeeded<Bill> fetched) || fetched.value() != BillSource.NONE) {
            return outcome;
        }
        Instant from = source.begins(date);
        Instant to = source.begins(date.plusDays(1));
        return clock.now().isBefore(to) || days.isActive(source.channel(), from, to)
                ? new Outcome.Pending<>("The gateway has no bill of it")
                : outcome;
    }

    private void load(Channel channel, LocalDate date, Bill bill) throws IOException {
        days.forgetLines(channel, date);
        BillLineWriter writer = new BillLineWriter(jdbc, channel, date);
        bill.read(writer);
        writer.flush();
    }
}
