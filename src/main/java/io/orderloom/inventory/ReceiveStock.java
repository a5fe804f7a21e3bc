package io.orderloom.inventory;

import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes goods that came back onto the shelf. Has no undo: a mistake is mended by counting. */
@Service
public class ReceiveStock {

    private final StockRows rows;

    ReceiveStock(StockRows rows) {
        this.rows = rows;
    }

    /**
     * Adds units in the running transaction, in SKU order.
     *
     * @param sellable units that are offered again
     * @param damaged units that are kept apart
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void receive(List<StockLine> sellable, List<StockLine> damaged) {
        StockRows.inSkuOrder(sellable).forEach(rows::putOnShelf);
        StockRows.inSkuOrder(damaged).forEach(rows::putAside);
    }
}
