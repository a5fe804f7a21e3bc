package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.AfterSale;
import io.orderloom.aftersales.AfterSaleStatus;
import io.orderloom.aftersales.AfterSales;
import io.orderloom.engine.BuildingBlock;
import io.orderloom.shared.AfterSalesNo;
import org.springframework.stereotype.Component;

/**
 * For models: where a case stands, asked from our own tables. The step that asks follows one that holds the order's
 * lock, so the answer is still true when it commits.
 */
@BuildingBlock
@Component("afterSale")
public class AfterSaleQuestion {

    private final AfterSales afterSales;

    AfterSaleQuestion(AfterSales afterSales) {
        this.afterSales = afterSales;
    }

    /** Whether the request was approved. */
    public boolean approved(String afterSalesNo) {
        return of(afterSalesNo).status() == AfterSaleStatus.APPROVED;
    }

    /** Whether money was granted that has not been asked back yet. */
    public boolean moneyDue(String afterSalesNo) {
        AfterSale afterSale = of(afterSalesNo);
        return afterSale.status() == AfterSaleStatus.APPROVED
                && afterSale.granted() != null
                && afterSale.refundNo() == null;
    }

    private AfterSale of(String afterSalesNo) {
        return afterSales.find(new AfterSalesNo(afterSalesNo), null);
    }
}
