package io.orderloom.engine;

import io.orderloom.shared.OrderLock;
import io.orderloom.shared.OrderNo;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Shows kept facts to operators and tells them at their word. */
@Component
class KeptSignalRetries implements KeptSignals {

    private static final Logger LOG = LoggerFactory.getLogger(KeptSignalRetries.class);
    private static final int MOST = 1000;

    private final KeptSignalStore kept;
    private final KeptSignalRelay relay;
    private final SignalDelivery delivery;
    private final NewestVersion newest;
    private final Transactions transactions;
    private final ObjectProvider<OrderLock> orderLock;

    KeptSignalRetries(
            KeptSignalStore kept,
            KeptSignalRelay relay,
            SignalDelivery delivery,
            NewestVersion newest,
            Transactions transactions,
            ObjectProvider<OrderLock> orderLock) {
        this.kept = kept;
        this.relay = relay;
        this.delivery = delivery;
        this.newest = newest;
        this.transactions = transactions;
        this.orderLock = orderLock;
    }

    @Override
    public List<KeptSignal> all() {
        return kept.of(null, MOST).stream().map(KeptSignalRetries::shown).toList();
    }

    @Override
    public List<KeptSignal> of(OrderNo orderNo) {
        return kept.of(orderNo, MOST).stream().map(KeptSignalRetries::shown).toList();
    }

    @Override
    public int retryNow(OrderNo orderNo) {
        return retry(kept.of(orderNo, MOST));
    }

    @Override
    public int retryAllNow() {
        return retry(kept.of(null, MOST));
    }

    private int retry(List<KeptSignalStore.Row> rows) {
        int told = 0;
        for (KeptSignalStore.Row row : rows) {
            moveToNewestVersion(row);
            if (relay.tellAgain(row)) {
                told++;
            }
        }
        return told;
    }

    private void moveToNewestVersion(KeptSignalStore.Row row) {
        try {
            transactions.run(() -> {
                orderLock.ifAvailable(lock -> lock.lock(row.signal().orderNo()));
                delivery.waiter(row.signal()).ifPresent(waiting -> newest.moveTo(waiting.getProcessInstanceId()));
            });
        } catch (ProcessEngineException e) {
            // The newest model no longer has the place where this order stands: it is told on its old one.
            LOG.warn(
                    "Order {} stays on its version of the model: {}",
                    row.signal().orderNo(),
                    IncidentTexts.reason(e));
        }
    }

    private static KeptSignal shown(KeptSignalStore.Row row) {
        return new KeptSignal(
                row.signal().orderNo(),
                row.signal().message(),
                row.signal().processInstanceId(),
                row.keptAt(),
                row.tries(),
                row.nextTryAt(),
                row.lastError(),
                row.elementId(),
                row.elementName(),
                row.incidentId());
    }
}
