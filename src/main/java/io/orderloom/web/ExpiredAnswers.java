package io.orderloom.web;

import io.orderloom.engine.Transactions;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DueWork;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Forgets answers that nobody will ask for any more. */
@Component
class ExpiredAnswers implements DueWork {

    private static final int BATCH = 1000;

    private final Transactions transactions;
    private final AnswerRows rows;
    private final BusinessClock clock;

    ExpiredAnswers(Transactions transactions, AnswerRows rows, BusinessClock clock) {
        this.transactions = transactions;
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public Optional<Instant> nextDue() {
        return rows.firstExpiry();
    }

    @Override
    public int runDue() {
        return transactions.run(() -> rows.deleteExpired(clock.now(), BATCH));
    }
}
