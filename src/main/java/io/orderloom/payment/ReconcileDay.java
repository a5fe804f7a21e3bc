package io.orderloom.payment;

import io.orderloom.engine.ProcessStarter;
import io.orderloom.engine.Transactions;
import io.orderloom.payment.Reconciliation.Difference;
import io.orderloom.payment.ReconciliationRepository.Day;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/**
 * Compares a channel's day with the gateway's bill: the bill, the ledger and the payments and refunds that the
 * ledger is about. A day may be compared again at any time; what was settled stays so.
 */
@Service
public class ReconcileDay {

    /** Days of bills are days of Beijing. */
    public static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    private static final String PROCESS = "ReconciliationProcess";

    /** With more, something is wrong with the whole day, and nobody reads on. */
    private static final int MOST_LISTED = 10_000;

    private final FetchBill bills;
    private final ReconciliationRepository days;
    private final Ledger ledger;
    private final ProcessStarter processes;
    private final Transactions transactions;
    private final BusinessClock clock;

    ReconcileDay(
            FetchBill bills,
            ReconciliationRepository days,
            Ledger ledger,
            ProcessStarter processes,
            Transactions transactions,
            BusinessClock clock) {
        this.bills = bills;
        this.days = days;
        this.ledger = ledger;
        this.processes = processes;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The channels whose bills can be fetched. */
    public Set<Channel> channels() {
        return bills.channels();
    }

    /**
     * Begins to compare a day, or begins again when it was compared before or its bill is waited for: what an
     * earlier comparison left open is taken over by this one, what was repaired stays so. A comparison that is
     * under way goes on.
     *
     * @throws NotFound when the channel's bills cannot be fetched
     * @throws InvalidRequest when the day has not begun
     */
    public Reconciliation begin(Channel channel, LocalDate date) {
        if (!bills.channels().contains(channel)) {
            throw new NotFound();
        }
        if (date.isAfter(today())) {
            throw new InvalidRequest("/date", "DATE_IN_FUTURE", "That day has not come yet.");
        }
        // Whose bill is being fetched or compared is known without the row's lock, which that may hold for long.
        if (!days.status(channel, date).equals(Optional.of(ReconciliationStatus.RUNNING))) {
            try {
                transactions.run(() -> start(channel, date));
            } catch (DuplicateKeyException e) {
                // Somebody else began the day at the same moment.
                transactions.run(() -> start(channel, date));
            }
        }
        return find(channel, date);
    }

    private void start(Channel channel, LocalDate date) {
        Day day = days.lock(channel, date).orElse(null);
        if (day == null) {
            days.begin(channel, date, clock.now());
        } else if (day.status() == ReconciliationStatus.RUNNING) {
            return;
        } else {
            String earlier = day.processInstanceId();
            if (earlier != null) {
                // One process a day: two would ask people to repair the same difference twice.
                processes.end(earlier, "The day is compared again");
            }
            days.again(channel, date, clock.now());
        }
        days.belongsTo(
                channel,
                date,
                processes
                        .start(
                                PROCESS,
                                channel + "-" + date,
                                Map.of("channel", channel.name(), "billDate", date.toString()))
                        .processInstanceId());
    }

    /** How far a day is, with its differences. @throws NotFound when nobody began it */
    public Reconciliation find(Channel channel, LocalDate date) {
        ReconciliationStatus status = days.status(channel, date).orElseThrow(NotFound::new);
        return new Reconciliation(channel, date, status, days.differences(channel, date, MOST_LISTED));
    }

    /** Differences that nobody has agreed to repair yet, the first so many. */
    public List<Difference> open(Channel channel, LocalDate date, int most) {
        return days.openDifferences(channel, date, most);
    }

    /** "Compare books": lists the differences and books the gateway's fees. @return whether there are open ones */
    public boolean compareBooks(Channel channel, LocalDate date) {
        Instant from = bills.begins(channel, date);
        Instant to = bills.begins(channel, date.plusDays(1));
        days.forgetOpenDifferences(channel, date);
        days.compareCharges(channel, date);
        days.compareRefunds(channel, date);
        days.findMissing(channel, date, from, to);
        ledger.fees(channel, date, from);
        days.done(channel, date, clock.now());
        return !days.openDifferences(channel, date, 1).isEmpty();
    }

    LocalDate today() {
        return clock.now().atZone(BEIJING).toLocalDate();
    }
}
