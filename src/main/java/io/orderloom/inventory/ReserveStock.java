package io.orderloom.inventory;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.SkuId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Holds units for an order, all of them or none. Undone by {@link ReleaseStock}. */
@Service
public class ReserveStock {

    private final StockRows rows;

    ReserveStock(StockRows rows) {
        this.rows = rows;
    }

    /**
     * Holds the lines in the running transaction, one conditional update per SKU in SKU order, which is
     * what keeps two orders of the same SKUs from locking each other out.
     *
     * @throws OutOfStock naming every SKU that lacks units; the caller must roll back
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reserve(OrderNo orderNo, List<StockLine> lines) {
        Map<SkuId, Integer> bySku = StockRows.inSkuOrder(lines);
        List<SkuId> missing = new ArrayList<>();
        bySku.forEach((sku, quantity) -> {
            if (!rows.hold(sku, quantity)) {
                missing.add(sku);
            }
        });
        if (!missing.isEmpty()) {
            throw new OutOfStock(missing);
        }
        rows.insertReservations(orderNo, bySku);
    }
}
