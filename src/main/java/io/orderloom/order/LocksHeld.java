package io.orderloom.order;

import io.orderloom.shared.OrderNo;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The orders whose rows the running transaction has locked; a lock is kept until its end. */
final class LocksHeld implements TransactionSynchronization {

    private final Set<OrderNo> orders = new HashSet<>();

    private LocksHeld() {}

    static void add(OrderNo orderNo) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            ofThisTransaction()
                    .orElseGet(() -> {
                        LocksHeld fresh = new LocksHeld();
                        TransactionSynchronizationManager.registerSynchronization(fresh);
                        return fresh;
                    })
                    .orders
                    .add(orderNo);
        }
    }

    static boolean contains(OrderNo orderNo) {
        return TransactionSynchronizationManager.isSynchronizationActive()
                && ofThisTransaction()
                        .map(held -> held.orders.contains(orderNo))
                        .orElse(false);
    }

    private static Optional<LocksHeld> ofThisTransaction() {
        return TransactionSynchronizationManager.getSynchronizations().stream()
                .filter(LocksHeld.class::isInstance)
                .map(LocksHeld.class::cast)
                .findFirst();
    }
}
