package io.orderloom.support;

import io.orderloom.engine.Transactions;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Forgets that pushes came once WeChat, which repeats for seconds and signs for minutes, cannot repeat them any more. */
@Component
class ForgetPushes implements DueWork {

    private static final Duration KEPT = Duration.ofDays(3);
    private static final int BATCH = 1000;

    private final PushRepository rows;
    private final Transactions transactions;
    private final BusinessClock clock;

    ForgetPushes(PushRepository rows, Transactions transactions, BusinessClock clock) {
        this.rows = rows;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Optional<Instant> nextDue() {
        return rows.oldest().map(oldest -> oldest.plus(KEPT));
    }

    @Override
    public int runDue() {
        return transactions.run(() -> rows.deleteBefore(clock.now().minus(KEPT), BATCH));
    }
}
