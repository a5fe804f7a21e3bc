package io.orderloom.inventory;

import io.orderloom.shared.OrderNo;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Offers again what an order held and will not get. The undo of {@link ReserveStock}. */
@Service
public class ReleaseStock {

    private final StockRows rows;

    ReleaseStock(StockRows rows) {
        this.rows = rows;
    }

    /**
     * Gives back what the order still holds, units that were shipped excepted. However often it is
     * called, each unit returns once.
     *
     * @return whether this call gave something back
     */
    @Transactional
    public boolean release(OrderNo orderNo) {
        var held = rows.lockHeld(orderNo);
        if (held.isEmpty()) {
            return false;
        }
        rows.markReleased(orderNo);
        held.forEach(rows::giveBack);
        return true;
    }
}
