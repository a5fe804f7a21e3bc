package io.orderloom.aftersales;

import io.orderloom.order.ClaimRefund;
import io.orderloom.outbox.Outbox;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.ShopperId;
import org.springframework.stereotype.Service;

/** Lets a shopper take a request back while nothing has moved. */
@Service
public class WithdrawAfterSale {

    private final Cases cases;
    private final AfterSaleRepository rows;
    private final EndExchange endExchange;
    private final ClaimRefund claims;
    private final Outbox outbox;
    private final BusinessClock clock;

    WithdrawAfterSale(
            Cases cases,
            AfterSaleRepository rows,
            EndExchange endExchange,
            ClaimRefund claims,
            Outbox outbox,
            BusinessClock clock) {
        this.cases = cases;
        this.rows = rows;
        this.endExchange = endExchange;
        this.claims = claims;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Takes the request back, in the running transaction. Repeating it changes nothing.
     *
     * @throws io.orderloom.shared.NotFound when it is absent or somebody else's
     * @throws CannotBeWithdrawn when goods or money are on their way, or it is closed
     */
    public AfterSale withdraw(AfterSalesNo afterSalesNo, ShopperId shopper) {
        AfterSale afterSale = cases.lock(afterSalesNo, shopper);
        if (afterSale.status() == AfterSaleStatus.CANCELLED) {
            return afterSale;
        }
        if (!rows.move(
                afterSalesNo,
                AfterSaleStatus.CANCELLED,
                null,
                clock.now(),
                AfterSaleStatus.REQUESTED,
                AfterSaleStatus.AWAITING_TOP_UP,
                AfterSaleStatus.AWAITING_RETURN)) {
            throw new CannotBeWithdrawn();
        }
        rows.claimed(afterSalesNo, false);
        endExchange.callOff(afterSale);
        outbox.append(
                new AfterSaleCancelled(afterSale.orderNo().value(), afterSalesNo.value(), "WITHDRAWN"), "shopper");
        cases.tell(afterSale, AfterSaleMessages.REQUEST_WITHDRAWN);
        claims.drop(afterSale.claim());
        return cases.now(afterSale);
    }
}
