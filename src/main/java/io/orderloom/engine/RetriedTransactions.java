package io.orderloom.engine;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One commit per unit, five tries; a lost race always rolls the whole unit back, as the server may not. */
@Component
class RetriedTransactions implements Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(RetriedTransactions.class);
    private static final int TRIES = 5;
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(40);

    private final TransactionTemplate transaction;

    RetriedTransactions(PlatformTransactionManager transactionManager) {
        this.transaction = new TransactionTemplate(transactionManager);
    }

    @Override
    public <T> T run(Supplier<T> unit) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return unit.get();
        }
        for (int tries = 1; ; tries++) {
            try {
                return inOneCommit(unit);
            } catch (RuntimeException e) {
                if (tries == TRIES || !Contention.isBehind(e)) {
                    throw e;
                }
                LOG.debug("Lost a race, try {} of {}", tries, TRIES, e);
                LockSupport.parkNanos(tries * ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE, LONGEST_PAUSE));
            }
        }
    }

    @SuppressWarnings("NullAway") // the template passes through what the unit returns
    private <T> T inOneCommit(Supplier<T> unit) {
        return transaction.execute(status -> unit.get());
    }
}
