package io.orderloom.inventory;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.SkuId;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
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
        rows.giveBack(held);
        return true;
    }

    /**
     * Gives back exactly these units, which may be a part of what the order holds, in the running transaction.
     *
     * @throws NotReserved when the order does not hold so many units; the caller must roll back
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void release(OrderNo orderNo, List<StockLine> lines) {
        Map<SkuId, Integer> bySku = StockRows.inSkuOrder(lines);
        bySku.forEach((sku, quantity) -> {
            if (!rows.giveUpReserved(orderNo, sku, quantity)) {
                throw new NotReserved(sku);
            }
        });
        rows.giveBack(bySku);
    }
}
