package io.orderloom.engine;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DueWork;
import io.orderloom.shared.OrderLock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Execution;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Tells kept facts again at growing distance until their process takes them. After a few failures an
 * incident on the waiting execution asks for a person; telling goes on all the same.
 */
@Component
class KeptSignalRelay implements DueWork {

    /** The incident's type in Cockpit. */
    static final String INCIDENT = "factNotTold";

    private static final Logger LOG = LoggerFactory.getLogger(KeptSignalRelay.class);
    private static final int BATCH = 50;
    private static final int LONGEST_ERROR = 255;

    private final KeptSignalStore kept;
    private final PlannedStartStore planned;
    private final SignalDelivery delivery;
    private final Transactions transactions;
    private final ObjectProvider<OrderLock> orderLock;
    private final RuntimeService runtime;
    private final BusinessClock clock;
    private final EngineSettings settings;

    KeptSignalRelay(
            KeptSignalStore kept,
            PlannedStartStore planned,
            SignalDelivery delivery,
            Transactions transactions,
            ObjectProvider<OrderLock> orderLock,
            RuntimeService runtime,
            BusinessClock clock,
            EngineSettings settings) {
        this.kept = kept;
        this.planned = planned;
        this.delivery = delivery;
        this.transactions = transactions;
        this.orderLock = orderLock;
        this.runtime = runtime;
        this.clock = clock;
        this.settings = settings;
    }

    /** The distance before the next try: 1 s, 2 s, 4 s … up to five minutes. */
    static Duration pause(int tries) {
        long seconds = 1L << Math.min(Math.max(tries - 1, 0), 20);
        return seconds > EngineSettings.LONGEST_PAUSE.toSeconds()
                ? EngineSettings.LONGEST_PAUSE
                : Duration.ofSeconds(seconds);
    }

    @Override
    public Optional<Instant> nextDue() {
        return kept.nextDue();
    }

    @Override
    public int runDue() {
        List<KeptSignalStore.Row> due = kept.due(clock.now(), BATCH);
        due.forEach(this::tellAgain);
        return due.size();
    }

    /**
     * Tells one kept fact now. Contention leaves it as it is, to be told at the next turn.
     *
     * @return whether its process took it
     */
    boolean tellAgain(KeptSignalStore.Row row) {
        try {
            return transactions.run(() -> tell(row));
        } catch (TellingFailed failed) {
            transactions.run(() -> failed(row, failed));
        } catch (RuntimeException e) {
            if (Contention.isBehind(e)) {
                LOG.debug(
                        "Order {} was busy, {} waits a turn",
                        row.signal().orderNo(),
                        row.signal().message());
            } else {
                // Whatever it is, it must not come first again and again and keep the other orders' facts from being
                // told.
                transactions.run(() -> failed(row, new TellingFailed(row.signal(), null, e)));
            }
        }
        return false;
    }

    private boolean tell(KeptSignalStore.Row seen) {
        KeptSignalStore.Row row = locked(seen).orElse(null);
        if (row == null) {
            return false;
        }
        Execution waiting = delivery.waiter(row.signal()).orElse(null);
        if (waiting == null && nobodyCanCome(row.signal())) {
            LOG.info(
                    "Nobody will ever wait for {} of {} again",
                    row.signal().message(),
                    row.signal().orderNo());
            resolveIncident(row.incidentId());
            kept.delete(row.id());
            return true;
        }
        if (waiting == null) {
            kept.postpone(row.id(), nextLook(row));
            return false;
        }
        resolveIncident(row.incidentId());
        kept.delete(row.id());
        delivery.deliver(row.signal(), waiting);
        return true;
    }

    /**
     * Whether no process is left that could wait for it, nor one planned. The fact itself stands in its own table;
     * only the telling of it has become void.
     */
    private boolean nobodyCanCome(ProcessSignal signal) {
        String instance = signal.processInstanceId();
        String orderNo = signal.orderNo().value();
        ProcessInstanceQuery living = runtime.createProcessInstanceQuery();
        return instance != null
                ? living.processInstanceId(instance).count() == 0
                : living.processInstanceBusinessKey(orderNo).count() == 0 && !planned.isAny(signal.orderNo());
    }

    private void failed(KeptSignalStore.Row seen, TellingFailed failed) {
        KeptSignalStore.Row row = locked(seen).orElse(null);
        if (row == null) {
            return;
        }
        int tries = row.tries() + 1;
        String incident = row.incidentId();
        if (tries >= settings.signalTries() && incident == null) {
            incident = openIncident(row, failed);
        }
        String reason = failed.reason();
        kept.failed(
                row.id(),
                tries,
                clock.now().plus(pause(tries)),
                reason.length() <= LONGEST_ERROR ? reason : reason.substring(0, LONGEST_ERROR),
                failed.element(),
                incident);
    }

    /** The order's lock first, as everywhere, then the row as it is under it. */
    private Optional<KeptSignalStore.Row> locked(KeptSignalStore.Row seen) {
        orderLock.ifAvailable(lock -> lock.lock(seen.signal().orderNo()));
        return kept.lock(seen.id());
    }

    /**
     * Looks again at growing distance: soon, while a process may still be coming to its wait in an open transaction;
     * later only to find out that none can come any more, as a process that does come tells of it itself.
     */
    private Instant nextLook(KeptSignalStore.Row row) {
        Instant now = clock.now();
        return now.plus(MessageSignals.FIRST_LOOK.plus(Duration.between(row.keptAt(), now)));
    }

    private @Nullable String openIncident(KeptSignalStore.Row row, TellingFailed failed) {
        return delivery.waiter(row.signal())
                .map(waiting -> runtime.createIncident(
                                INCIDENT, waiting.getId(), row.signal().message(), String.valueOf(failed.getMessage()))
                        .getId())
                .orElse(null);
    }

    private void resolveIncident(@Nullable String incidentId) {
        if (incidentId != null
                && runtime.createIncidentQuery().incidentId(incidentId).count() > 0) {
            runtime.resolveIncident(incidentId);
        }
    }
}
