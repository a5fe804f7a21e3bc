package io.orderloom.engine;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Runs a unit, and once more with its tellings kept when a model failed on one of them. */
@Component
class SurvivingFacts implements FactRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(SurvivingFacts.class);

    private final Transactions transactions;

    SurvivingFacts(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public <T> T record(Supplier<T> unit) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            // Not ours to roll back: whoever began it decides what becomes of a model's failure.
            return unit.get();
        }
        try {
            return transactions.run(unit);
        } catch (TellingFailed failed) {
            LOG.warn("The fact is kept, telling its process failed: {}", failed.getMessage());
            MessageSignals.KEEP_BECAUSE.set(failed);
            try {
                return transactions.run(unit);
            } finally {
                MessageSignals.KEEP_BECAUSE.remove();
            }
        }
    }
}
