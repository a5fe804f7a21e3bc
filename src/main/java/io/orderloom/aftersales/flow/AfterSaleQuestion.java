package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.AfterSale;
import io.orderloom.aftersales.AfterSaleStatus;
import io.orderloom.aftersales.AfterSaleType;
import io.orderloom.aftersales.AfterSales;
import io.orderloom.engine.BuildingBlock;
import io.orderloom.shared.AfterSalesNo;
import java.util.Date;
import java.util.Objects;
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

    /** Whether goods have to come back before money goes. */
    public boolean goodsToComeBack(String afterSalesNo) {
        return of(afterSalesNo).type() != AfterSaleType.REFUND_ONLY;
    }

    /** Whether staff has to rule. */
    public boolean disputed(String afterSalesNo) {
        return of(afterSalesNo).status() == AfterSaleStatus.DISPUTED;
    }

    /** Whether the goods are back. */
    public boolean returnArrived(String afterSalesNo) {
        return of(afterSalesNo).status() != AfterSaleStatus.RETURNING;
    }

    /** When the running clock strikes. */
    public Date deadline(String afterSalesNo) {
        return Date.from(Objects.requireNonNull(of(afterSalesNo).deadline(), "no clock runs"));
    }

    private AfterSale of(String afterSalesNo) {
        return afterSales.find(new AfterSalesNo(afterSalesNo), null);
    }
}
