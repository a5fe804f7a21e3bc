package io.orderloom.engine;

import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What the running transaction keeps to itself until it ends: one object of a kind, which may hear of the end. */
public final class TransactionMemory {

    private TransactionMemory() {}

    /** Whether a transaction runs that remembers. */
    public static boolean isThere() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                && TransactionSynchronizationManager.isSynchronizationActive();
    }

    /** Empty without a transaction, or when it keeps none yet. */
    public static <T extends TransactionSynchronization> Optional<T> find(Class<T> kind) {
        return isThere()
                ? TransactionSynchronizationManager.getSynchronizations().stream()
                        .filter(kind::isInstance)
                        .map(kind::cast)
                        .findFirst()
                : Optional.empty();
    }

    /**
     * The one that the transaction keeps, from now on if it had none.
     *
     * @throws IllegalStateException when no transaction runs
     */
    public static <T extends TransactionSynchronization> T findOrKeep(Class<T> kind, Supplier<T> fresh) {
        if (!isThere()) {
            throw new IllegalStateException("No transaction runs that could keep it: " + kind);
        }
        return find(kind).orElseGet(() -> {
            T kept = fresh.get();
            TransactionSynchronizationManager.registerSynchronization(kept);
            return kept;
        });
    }
}
