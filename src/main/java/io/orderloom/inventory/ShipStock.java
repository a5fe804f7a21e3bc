package io.orderloom.inventory;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.SkuId;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes shipped units off the shelf and out of the order's hold. Has no undo: goods that come back are
 * received anew.
 */
@Service
public class ShipStock {

    private final StockRows rows;

    ShipStock(StockRows rows) {
        this.rows = rows;
    }

    /**
     * Ships exactly these units, which may be a part of what the order holds, in the running transaction.
     *
     * @throws NotReserved when the order does not hold so many units; the caller must roll back
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ship(OrderNo orderNo, List<StockLine> lines) {
        Map<SkuId, Integer> bySku = StockRows.inSkuOrder(lines);
        if (!rows.shipReserved(orderNo, bySku)) {
            throw new NotReserved(bySku.keySet());
        }
        rows.takeOffShelf(bySku);
    }
}
