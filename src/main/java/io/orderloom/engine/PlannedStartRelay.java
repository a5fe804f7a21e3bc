package io.orderloom.engine;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.DueWork;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.OrderNo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Carries planned starts out: plan and process change in one commit, so that each begins exactly once. */
@Component
class PlannedStartRelay implements PlannedStarts, DueWork {

    private static final Logger LOG = LoggerFactory.getLogger(PlannedStartRelay.class);
    private static final int BATCH = 50;
    private static final int MOST = 1000;
    private static final int LONGEST_ERROR = 255;

    private final PlannedStartStore plans;
    private final ProcessStarter starter;
    private final Transactions transactions;
    private final ObjectProvider<OrderLock> orderLock;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;

    PlannedStartRelay(
            PlannedStartStore plans,
            ProcessStarter starter,
            Transactions transactions,
            ObjectProvider<OrderLock> orderLock,
            BusinessNumbers numbers,
            BusinessClock clock) {
        this.plans = plans;
        this.starter = starter;
        this.transactions = transactions;
        this.orderLock = orderLock;
        this.numbers = numbers;
        this.clock = clock;
    }

    @Override
    public void plan(Plan plan, @Nullable Instant notBefore) {
        Instant now = clock.now();
        plans.insert(new PlannedStartStore.Row(
                numbers.next(), plan, now, 0, Objects.requireNonNullElse(notBefore, now), null));
    }

    @Override
    public List<Failed> failed() {
        return plans.failed(null, MOST).stream().map(PlannedStartRelay::shown).toList();
    }

    @Override
    public int retryNow(OrderNo orderNo) {
        return (int) plans.failed(orderNo, MOST).stream().filter(this::begin).count();
    }

    @Override
    public Optional<Instant> nextDue() {
        return plans.nextDue();
    }

    @Override
    public int runDue() {
        List<PlannedStartStore.Row> due = plans.due(clock.now(), BATCH);
        due.forEach(this::begin);
        return due.size();
    }

    /** @return whether the process began */
    private boolean begin(PlannedStartStore.Row row) {
        try (MDC.MDCCloseable order =
                MDC.putCloseable("orderNo", row.plan().orderNo().value())) {
            return transactions.run(() -> start(row));
        } catch (RuntimeException e) {
            if (Contention.isBehind(e)) {
                LOG.debug(
                        "Order {} was busy, its process begins a turn later",
                        row.plan().orderNo());
                return false;
            }
            String reason = IncidentTexts.reason(e);
            LOG.warn(
                    "{} of order {} could not begin: {}",
                    row.plan().processKey(),
                    row.plan().orderNo(),
                    reason);
            transactions.run(() -> postpone(row, reason));
            return false;
        }
    }

    private boolean start(PlannedStartStore.Row seen) {
        PlannedStartStore.Row row = locked(seen).orElse(null);
        if (row == null) {
            return false;
        }
        Plan plan = row.plan();
        plans.delete(row.id());
        starter.start(plan.processKey(), plan.orderNo(), Map.of(plan.subject(), plan.subjectNo()));
        return true;
    }

    private void postpone(PlannedStartStore.Row seen, String reason) {
        locked(seen).ifPresent(row -> {
            int tries = row.tries() + 1;
            plans.failed(
                    row.id(),
                    tries,
                    clock.now().plus(KeptSignalRelay.pause(tries)),
                    reason.length() <= LONGEST_ERROR ? reason : reason.substring(0, LONGEST_ERROR));
        });
    }

    /** The order's lock first, as everywhere, then the row as it is under it. */
    private Optional<PlannedStartStore.Row> locked(PlannedStartStore.Row seen) {
        orderLock.ifAvailable(lock -> lock.lock(seen.plan().orderNo()));
        return plans.lock(seen.id());
    }

    private static Failed shown(PlannedStartStore.Row row) {
        return new Failed(
                row.plan(),
                row.plannedAt(),
                row.tries(),
                row.nextTryAt(),
                Objects.requireNonNullElse(row.lastError(), "no reason given"));
    }
}
