package io.orderloom.inventory;

import io.orderloom.shared.AfterSalesNo;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Holds the units that replace others in an exchange, beside what orders hold, until they are shipped or let go. Who
 * calls keeps book of it, so that each is done once.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class HoldReplacement {

    private final StockRows rows;

    HoldReplacement(StockRows rows) {
        this.rows = rows;
    }

    /** Holds the units in the running transaction. @return false, and nothing is held, when so many are not left */
    public boolean hold(AfterSalesNo afterSalesNo, StockLine line) {
        if (!rows.hold(line.skuId(), line.quantity())) {
            return false;
        }
        rows.insertReservation(afterSalesNo, line);
        return true;
    }

    /**
     * Offers held units again, which may be a part of them, in the running transaction.
     *
     * @throws NotReserved when so many are not held; the caller must roll back
     */
    public void letGo(AfterSalesNo afterSalesNo, StockLine line) {
        if (!rows.giveUpReserved(afterSalesNo, line.skuId(), line.quantity())) {
            throw new NotReserved(line.skuId());
        }
        rows.giveBack(Map.of(line.skuId(), line.quantity()));
    }

    /**
     * Takes held units off the shelf, in the running transaction.
     *
     * @throws NotReserved when so many are not held; the caller must roll back
     */
    public void ship(AfterSalesNo afterSalesNo, StockLine line) {
        if (!rows.shipReserved(afterSalesNo, line.skuId(), line.quantity())) {
            throw new NotReserved(line.skuId());
        }
        rows.takeOffShelf(Map.of(line.skuId(), line.quantity()));
    }
}
