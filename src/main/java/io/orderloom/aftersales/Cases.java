package io.orderloom.aftersales;

import io.orderloom.engine.ProcessSignal;
import io.orderloom.engine.ProcessSignals;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.ShopperId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Cases under their order's lock, and their processes. */
@Component
class Cases {

    private final AfterSaleRepository rows;
    private final OrderLock orderLock;
    private final ProcessSignals signals;

    Cases(AfterSaleRepository rows, OrderLock orderLock, ProcessSignals signals) {
        this.rows = rows;
        this.orderLock = orderLock;
        this.signals = signals;
    }

    /**
     * The case as it is under its order's lock, held until the running transaction ends.
     *
     * @param shopper whose it must be; null when staff or a process asks
     * @throws NotFound when it is absent or somebody else's
     */
    AfterSale lock(AfterSalesNo afterSalesNo, @Nullable ShopperId shopper) {
        AfterSale seen = rows.find(afterSalesNo)
                .filter(found -> shopper == null || found.shopper().equals(shopper))
                .orElseThrow(NotFound::new);
        orderLock.lock(seen.orderNo());
        return now(seen);
    }

    /** The case as it is now, in the transaction that holds its order's lock. */
    AfterSale now(AfterSale seen) {
        return rows.find(seen.afterSalesNo()).orElseThrow(NotFound::new);
    }

    /** Tells the case's process, in the running transaction under the order's lock. */
    void tell(AfterSale afterSale, String message) {
        signals.tell(new ProcessSignal(afterSale.orderNo(), message, afterSale.processInstanceId()));
    }

    /** Tells the process of the case's goods on their way back, as above. */
    void tellReturn(AfterSale afterSale, String message) {
        signals.tell(new ProcessSignal(afterSale.orderNo(), message, afterSale.returnProcessId()));
    }

    /** Tells the process of the case's exchange, as above. */
    void tellExchange(AfterSale afterSale, String message) {
        signals.tell(signal(afterSale, message));
    }

    /** As {@link #tellExchange}; the process asks the table before it waits, so nobody needs to be told later. */
    void tellExchangeIfItWaits(AfterSale afterSale, String message) {
        ProcessSignal signal = signal(afterSale, message);
        if (signal.processInstanceId() != null) {
            signals.tellWhoWaits(signal);
        }
    }

    private static ProcessSignal signal(AfterSale afterSale, String message) {
        Exchange exchange = afterSale.exchange();
        return new ProcessSignal(afterSale.orderNo(), message, exchange == null ? null : exchange.processInstanceId());
    }
}
