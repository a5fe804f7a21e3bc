package io.orderloom.aftersales;

import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Questions about cases. */
@Service
public class AfterSales {

    private final AfterSaleRepository rows;

    AfterSales(AfterSaleRepository rows) {
        this.rows = rows;
    }

    /**
     * A case.
     *
     * @param shopper whose it must be; null when staff asks
     * @throws NotFound when it is absent or somebody else's, which look the same
     */
    public AfterSale find(AfterSalesNo afterSalesNo, @Nullable ShopperId shopper) {
        return rows.find(afterSalesNo)
                .filter(found -> shopper == null || found.shopper().equals(shopper))
                .orElseThrow(NotFound::new);
    }

    /** All cases of an order, in the order of asking. */
    public List<AfterSale> of(OrderNo orderNo) {
        return rows.ofOrder(orderNo);
    }

    /** Exchanges whose top-up was due before the moment and that are not void yet, longest first. */
    public List<AfterSale> topUpDueBefore(Instant moment, int limit) {
        return rows.topUpDueBefore(moment, limit);
    }

    /** Exchanges whose replacement the warehouse has not sent although it was asked before the moment, longest first. */
    public List<AfterSale> replacingSinceBefore(Instant moment, int limit) {
        return rows.replacingSinceBefore(moment, limit);
    }

    /** One page of cases. */
    public record Found(List<AfterSale> cases, long total) {}

    /** Cases at a status, oldest first, for staff. */
    public Found at(AfterSaleStatus status, int offset, int size) {
        return new Found(rows.at(status, offset, size), rows.countAt(status));
    }
}
