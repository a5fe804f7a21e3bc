package io.orderloom.payment;

import io.orderloom.engine.FactRecorder;
import io.orderloom.engine.ProcessStarter;
import io.orderloom.engine.Transactions;
import io.orderloom.payment.Reconciliation.Difference;
import io.orderloom.payment.ReconciliationRepository.Day;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.RefundNo;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private final FetchBill bills;
    private final ReconciliationRepository days;
    private final PaymentRepository payments;
    private final RefundRepository refunds;
    private final Ledger ledger;
    private final PayableOrders orders;
    private final AskGateway askGateway;
    private final ProcessStarter processes;
    private final Transactions transactions;
    private final FactRecorder facts;
    private final BusinessClock clock;

    ReconcileDay(
            FetchBill bills,
            ReconciliationRepository days,
            PaymentRepository payments,
            RefundRepository refunds,
            Ledger ledger,
            PayableOrders orders,
            AskGateway askGateway,
            ProcessStarter processes,
            Transactions transactions,
            FactRecorder facts,
            BusinessClock clock) {
        this.bills = bills;
        this.days = days;
        this.payments = payments;
        this.refunds = refunds;
        this.ledger = ledger;
        this.orders = orders;
        this.askGateway = askGateway;
        this.processes = processes;
        this.transactions = transactions;
        this.facts = facts;
        this.clock = clock;
    }

    /** The channels whose bills can be fetched. */
    public Set<Channel> channels() {
        return bills.channels();
    }

    /**
     * Begins to compare a day, or begins again when it was compared before; one that is under way goes on.
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
        transactions.run(() -> {
            Day day = days.lock(channel, date).orElse(null);
            if (day == null) {
                days.begin(channel, date, clock.now());
            } else if (day.status() == ReconciliationStatus.DONE) {
                days.again(channel, date, clock.now());
            } else {
                return;
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
        });
        return find(channel, date);
    }

    /** How far a day is, with its differences. @throws NotFound when nobody began it */
    public Reconciliation find(Channel channel, LocalDate date) {
        ReconciliationStatus status = days.status(channel, date).orElseThrow(NotFound::new);
        return new Reconciliation(channel, date, status, days.differences(channel, date));
    }

    /** Differences that nobody has settled yet. */
    public List<Difference> open(Channel channel, LocalDate date) {
        return days.openDifferences(channel, date);
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
        return !days.openDifferences(channel, date).isEmpty();
    }

    /** "Repair differences": does what was proposed for each open difference. */
    public void repairDifferences(Channel channel, LocalDate date) {
        for (Difference difference : days.openDifferences(channel, date)) {
            repair(difference);
            days.settled(channel, date, difference, clock.now());
        }
    }

    private void repair(Difference difference) {
        switch (difference.proposal()) {
            case ASK_GATEWAY -> askGateway.ask(new PaymentNo(difference.number()));
            case HOLD_ORDER ->
                facts.record(() -> {
                    orderOf(difference).ifPresent(orderNo -> {
                        if (orders.lock(orderNo).isPresent()) {
                            orders.hold(orderNo, "AMOUNT_MISMATCH", difference.number());
                        }
                    });
                    return Boolean.TRUE;
                });
            case CLEAR_UP_WITH_GATEWAY -> {
                // A person did; nothing of ours changes.
            }
        }
    }

    private Optional<OrderNo> orderOf(Difference difference) {
        return difference.about() == BillSource.Kind.CHARGE
                ? payments.find(new PaymentNo(difference.number())).map(Payment::orderNo)
                : refunds.find(new RefundNo(difference.number())).map(Refund::orderNo);
    }

    LocalDate today() {
        return clock.now().atZone(BEIJING).toLocalDate();
    }
}
