package io.orderloom.aftersales;

import io.orderloom.inventory.GivesWay;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.SkuId;
import org.springframework.stereotype.Component;

/**
 * Exchanges whose replacement turns out not to be on the shelf become returns, the youngest first: the top-up goes
 * back at once, the old goods are paid when they are back.
 */
@Component
class ReplacementsGiveWay implements GivesWay {

    private final Cases cases;
    private final AfterSaleRepository rows;
    private final ExchangeRows exchanges;
    private final EndExchange endExchange;
    private final BusinessClock clock;

    ReplacementsGiveWay(
            Cases cases,
            AfterSaleRepository rows,
            ExchangeRows exchanges,
            EndExchange endExchange,
            BusinessClock clock) {
        this.cases = cases;
        this.rows = rows;
        this.exchanges = exchanges;
        this.endExchange = endExchange;
        this.clock = clock;
    }

    @Override
    public void giveWay(SkuId skuId, int units) {
        int missing = units;
        for (AfterSalesNo afterSalesNo : exchanges.holding(skuId)) {
            if (missing <= 0) {
                return;
            }
            AfterSale afterSale = cases.lock(afterSalesNo, null);
            Exchange exchange = afterSale.exchange();
            if (exchange != null && exchange.isReserved()) {
                missing -= exchange.quantity();
                giveWay(afterSale);
            }
        }
    }

    private void giveWay(AfterSale afterSale) {
        endExchange.soldOut(afterSale);
        // Accepted goods are owed from now on, even if the process has not heard yet that they were.
        boolean goodsAreBack = !rows.accepted(afterSale.afterSalesNo()).isEmpty();
        if (goodsAreBack) {
            rows.granted(afterSale.afterSalesNo(), afterSale.amount());
        }
        // Until the top-up is paid, and when the goods are back, its process waits for the replacement's sake alone.
        if (rows.move(
                afterSale.afterSalesNo(),
                AfterSaleStatus.APPROVED,
                null,
                clock.now(),
                AfterSaleStatus.AWAITING_TOP_UP,
                AfterSaleStatus.REPLACING)) {
            cases.tellExchangeIfItWaits(afterSale, AfterSaleMessages.REPLACEMENT_GONE);
        }
    }
}
