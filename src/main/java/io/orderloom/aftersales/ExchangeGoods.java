package io.orderloom.aftersales;

import io.orderloom.engine.WaitingTimes;
import io.orderloom.inventory.HoldReplacement;
import io.orderloom.order.ClaimRefund;
import io.orderloom.outbox.Outbox;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.Money;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import org.springframework.stereotype.Service;

/** Leads an exchange from its approval to the moment when the replacement may leave. Repeating a step changes nothing. */
@Service
public class ExchangeGoods {

    private static final String SYSTEM = "system";

    private final Cases cases;
    private final AfterSaleRepository rows;
    private final ExchangeRows exchanges;
    private final EndExchange endExchange;
    private final HoldReplacement holdReplacement;
    private final ClaimRefund claims;
    private final WaitingTimes waitingTimes;
    private final Outbox outbox;
    private final Timeline timeline;
    private final BusinessClock clock;

    ExchangeGoods(
            Cases cases,
            AfterSaleRepository rows,
            ExchangeRows exchanges,
            EndExchange endExchange,
            HoldReplacement holdReplacement,
            ClaimRefund claims,
            WaitingTimes waitingTimes,
            Outbox outbox,
            Timeline timeline,
            BusinessClock clock) {
        this.cases = cases;
        this.rows = rows;
        this.exchanges = exchanges;
        this.endExchange = endExchange;
        this.holdReplacement = holdReplacement;
        this.claims = claims;
        this.waitingTimes = waitingTimes;
        this.outbox = outbox;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** "Reserve replacement": held for the shopper from now on, or, sold out, the case becomes a return. */
    public void reserve(AfterSalesNo afterSalesNo, String processInstanceId) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        Exchange exchange = afterSale.exchange();
        if (exchange == null || exchange.status() != ExchangeStatus.ASKED) {
            return;
        }
        exchanges.belongsTo(afterSalesNo, processInstanceId);
        if (!holdReplacement.hold(afterSalesNo, exchange.stock(exchange.quantity()))) {
            endExchange.soldOut(afterSale);
            return;
        }
        exchanges.reserved(afterSalesNo);
        outbox.append(
                new ReplacementReserved(
                        afterSale.orderNo().value(),
                        afterSalesNo.value(),
                        exchange.skuId().value(),
                        exchange.quantity(),
                        exchange.topUp().fen()),
                SYSTEM);
    }

    /** "Ask for top up": the shopper's clock runs, and payments may be opened. */
    public void askForTopUp(AfterSalesNo afterSalesNo) {
        cases.lock(afterSalesNo, null);
        Instant now = clock.now();
        Instant payBefore = UtcTime.stored(now.plus(waitingTimes.of("EXCHANGE_TOP_UP")));
        if (rows.move(afterSalesNo, AfterSaleStatus.AWAITING_TOP_UP, payBefore, now, AfterSaleStatus.APPROVED)) {
            exchanges.payable(afterSalesNo, payBefore);
        }
    }

    /** "Make top up unpayable": no payment is opened any more; those that are open are closed next. */
    public void makeUnpayable(AfterSalesNo afterSalesNo) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        if (afterSale.status() == AfterSaleStatus.AWAITING_TOP_UP) {
            exchanges.unpayable(afterSalesNo);
            timeline.note(afterSale.orderNo(), "top-up.closing", SYSTEM);
        }
    }

    /** Whether the top-up is still missing, the order's row locked until the running transaction ends. */
    public boolean topUpMissing(AfterSalesNo afterSalesNo) {
        return cases.lock(afterSalesNo, null).status() == AfterSaleStatus.AWAITING_TOP_UP;
    }

    /** "Void exchange": the top-up was not paid, and no payment of it can be paid any more. */
    public void voidUnpaid(AfterSalesNo afterSalesNo) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        if (!rows.move(afterSalesNo, AfterSaleStatus.CANCELLED, null, clock.now(), AfterSaleStatus.AWAITING_TOP_UP)) {
            return;
        }
        rows.claimed(afterSalesNo, false);
        endExchange.callOff(afterSale);
        outbox.append(
                new AfterSaleCancelled(afterSale.orderNo().value(), afterSalesNo.value(), "TOP_UP_UNPAID"), SYSTEM);
        claims.drop(afterSale.claim());
    }

    /** "Ask for replacement": the goods are back, the warehouse sends what replaces them. */
    public void askForReplacement(AfterSalesNo afterSalesNo) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        if (rows.move(afterSalesNo, AfterSaleStatus.REPLACING, null, clock.now(), AfterSaleStatus.APPROVED)) {
            timeline.note(afterSale.orderNo(), "replacement.awaited", SYSTEM);
        }
    }

    /**
     * So many units were accepted: so many are sent instead. What is held or was paid on top for more is let go, in the
     * running transaction under the order's lock.
     *
     * @param units what was accepted
     * @param worth what is claimed for it
     */
    void settle(AfterSale afterSale, int units, Money worth) {
        Exchange exchange = afterSale.exchange();
        if (exchange == null || !exchange.isReserved()) {
            return;
        }
        AfterSalesNo afterSalesNo = afterSale.afterSalesNo();
        if (units < exchange.quantity()) {
            holdReplacement.letGo(afterSalesNo, exchange.stock(exchange.quantity() - units));
            exchanges.quantity(afterSalesNo, units);
        }
        Money due = Money.ofFen(Math.max(exchange.differenceFen(units, worth), 0));
        Money kept = exchange.topUpKept();
        if (kept.compareTo(due) > 0) {
            endExchange.giveBack(afterSale, kept.minus(due));
        }
    }
}
