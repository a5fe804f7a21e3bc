package io.orderloom.engine;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.OrderNo;
import java.util.HashSet;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;

/** Makes an order's kept facts due when one of its processes comes to a wait: at most one statement per transaction. */
@Component
class RearmedSignals implements ProcessWaits {

    private final KeptSignalStore kept;
    private final ObjectProvider<OrderLock> orderLock;
    private final BusinessClock clock;

    RearmedSignals(KeptSignalStore kept, ObjectProvider<OrderLock> orderLock, BusinessClock clock) {
        this.kept = kept;
        this.orderLock = orderLock;
        this.clock = clock;
    }

    @Override
    public void entered(String businessKey) {
        if ((!TransactionMemory.isThere() || settled().add(businessKey)) && mayBeAny(businessKey)) {
            kept.arm(businessKey, clock.now());
        }
    }

    /** Who keeps a fact notes it on the order, and whoever holds the order's lock has read that. */
    private boolean mayBeAny(String businessKey) {
        OrderLock lock = orderLock.getIfAvailable();
        return lock == null || !BusinessNumbers.isNumber(businessKey) || lock.mayHavePutOff(new OrderNo(businessKey));
    }

    /** The order begins in this transaction, so nothing can have been kept for it. */
    void begins(String businessKey) {
        if (TransactionMemory.isThere()) {
            settled().add(businessKey);
        }
    }

    /** The orders of this transaction that need no further statement. */
    private static Set<String> settled() {
        return TransactionMemory.findOrKeep(Settled.class, Settled::new).orders;
    }

    private static final class Settled implements TransactionSynchronization {
        private final Set<String> orders = new HashSet<>();
    }
}
