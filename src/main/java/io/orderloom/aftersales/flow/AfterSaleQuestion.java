package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.AfterSale;
import io.orderloom.aftersales.AfterSaleStatus;
import io.orderloom.aftersales.AfterSaleType;
import io.orderloom.aftersales.AfterSales;
import io.orderloom.aftersales.Exchange;
import io.orderloom.aftersales.ExchangeGoods;
import io.orderloom.aftersales.ExchangeStatus;
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
    private final ExchangeGoods exchangeGoods;

    AfterSaleQuestion(AfterSales afterSales, ExchangeGoods exchangeGoods) {
        this.afterSales = afterSales;
        this.exchangeGoods = exchangeGoods;
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

    /** Whether other goods shall come for those that come back. */
    public boolean exchangeAsked(String afterSalesNo) {
        return of(afterSalesNo).type() == AfterSaleType.EXCHANGE;
    }

    /** Whether what shall come is held for the shopper; otherwise it is sold out. */
    public boolean replacementReserved(String afterSalesNo) {
        Exchange exchange = of(afterSalesNo).exchange();
        return exchange != null && exchange.status() == ExchangeStatus.RESERVED;
    }

    /** Whether the shopper has to pay on top before anything else happens. */
    public boolean topUpDue(String afterSalesNo) {
        Exchange exchange = of(afterSalesNo).exchange();
        return exchange != null && exchange.topUp().isPositive() && exchange.topUpPaymentNo() == null;
    }

    /** Whether the top-up is still missing; locks the order, for no step does before the question. */
    public boolean topUpMissing(String afterSalesNo) {
        return exchangeGoods.topUpMissing(new AfterSalesNo(afterSalesNo));
    }

    /** Whether the goods are back and others are held for them. */
    public boolean replacementDue(String afterSalesNo) {
        return of(afterSalesNo).status() == AfterSaleStatus.APPROVED && replacementReserved(afterSalesNo);
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
