package io.orderloom.order;

import io.orderloom.fulfilment.Fulfilment;
import io.orderloom.inventory.ReleaseStock;
import io.orderloom.inventory.StockLine;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.OrderNo;
import java.util.List;
import org.springframework.stereotype.Component;

/** What follows when units that have not left never will: they are offered again, and the rest may be all there is. */
@Component
class GiveUpUnits {

    private final OrderRepository orders;
    private final OrderRefundRows rows;
    private final ReleaseStock releaseStock;
    private final Fulfilment fulfilment;
    private final Timeline timeline;

    GiveUpUnits(
            OrderRepository orders,
            OrderRefundRows rows,
            ReleaseStock releaseStock,
            Fulfilment fulfilment,
            Timeline timeline) {
        this.orders = orders;
        this.rows = rows;
        this.releaseStock = releaseStock;
        this.fulfilment = fulfilment;
        this.timeline = timeline;
    }

    /** Offers the units again, in the running transaction under the order's lock, after its lines were written. */
    void backOnShelf(OrderNo orderNo, List<StockLine> units) {
        if (units.isEmpty()) {
            return;
        }
        releaseStock.release(orderNo, units);
        timeline.note(orderNo, "stock.released", "system");
        OrderRefundRows.Account now = rows.account(orderNo);
        boolean nothingToShip = now.lines().stream().allMatch(line -> line.toShip() + line.asked() == 0);
        if (nothingToShip && !now.nothingShipped()) {
            orders.move(orderNo, OrderStatus.SHIPPED, OrderStatus.PARTLY_SHIPPED);
            fulfilment.restPaidBack(orderNo);
        }
    }
}
