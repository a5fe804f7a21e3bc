package io.orderloom.aftersales;

import io.orderloom.engine.WaitingTimes;
import io.orderloom.fulfilment.Carriers;
import io.orderloom.fulfilment.WaybillNumbers;
import io.orderloom.order.ClaimRefund;
import io.orderloom.outbox.Outbox;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.ShopperId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Has the goods of a case sent back, within its time. */
@Service
public class ReturnGoods {

    private final Cases cases;
    private final AfterSaleRepository rows;
    private final EndExchange endExchange;
    private final ClaimRefund claims;
    private final Carriers carriers;
    private final WaitingTimes waitingTimes;
    private final DecisionLog decisions;
    private final Outbox outbox;
    private final BusinessClock clock;

    ReturnGoods(
            Cases cases,
            AfterSaleRepository rows,
            EndExchange endExchange,
            ClaimRefund claims,
            Carriers carriers,
            WaitingTimes waitingTimes,
            DecisionLog decisions,
            Outbox outbox,
            BusinessClock clock) {
        this.cases = cases;
        this.rows = rows;
        this.endExchange = endExchange;
        this.claims = claims;
        this.carriers = carriers;
        this.waitingTimes = waitingTimes;
        this.decisions = decisions;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** "Ask for return": from now on this process instance is told of the goods, and the shopper's clock runs. */
    public void ask(AfterSalesNo afterSalesNo, String processInstanceId) {
        cases.lock(afterSalesNo, null);
        Instant now = clock.now();
        rows.move(
                afterSalesNo,
                AfterSaleStatus.AWAITING_RETURN,
                now.plus(waitingTimes.of("RETURN_SHIPMENT")),
                now,
                AfterSaleStatus.APPROVED);
        rows.returnedBy(afterSalesNo, processInstanceId);
    }

    /**
     * The shopper has sent the goods, in the running transaction. The same parcel again changes nothing.
     *
     * @param carrier our code of the carrier
     * @throws io.orderloom.shared.NotFound when the case is absent or somebody else's
     * @throws ReturnNotExpected when nothing has to be sent back now
     * @throws InvalidRequest when the parcel cannot be followed
     */
    public AfterSale sent(
            AfterSalesNo afterSalesNo, ShopperId shopper, @Nullable String carrier, @Nullable String trackingNo) {
        AfterSale afterSale = cases.lock(afterSalesNo, shopper);
        if (carrier == null || !carriers.knows(carrier)) {
            throw new InvalidRequest("/carrier", "CARRIER_UNKNOWN", "Parcels cannot be tracked with this carrier.");
        }
        AfterSale.ReturnParcel parcel = new AfterSale.ReturnParcel(carrier, WaybillNumbers.require(trackingNo));
        if (parcel.equals(afterSale.returnParcel())) {
            return afterSale;
        }
        if (!rows.move(afterSalesNo, AfterSaleStatus.RETURNING, null, clock.now(), AfterSaleStatus.AWAITING_RETURN)) {
            throw new ReturnNotExpected();
        }
        rows.sentBack(afterSalesNo, parcel);
        outbox.append(new ReturnShipped(afterSale.orderNo().value(), afterSalesNo.value(), carrier), "shopper");
        cases.tellReturn(afterSale, AfterSaleMessages.RETURN_SHIPPED);
        return cases.now(afterSale);
    }

    /**
     * Gives the shopper more time to send the goods, in the running transaction.
     *
     * @param by who allows it, as in {@link Outbox#append}
     * @throws io.orderloom.shared.NotFound when there is no such case
     * @throws ReturnNotExpected when nothing has to be sent back now
     */
    public AfterSale extend(AfterSalesNo afterSalesNo, @Nullable String note, String by) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        if (afterSale.status() != AfterSaleStatus.AWAITING_RETURN) {
            throw new ReturnNotExpected();
        }
        Instant deadline = Objects.requireNonNullElse(afterSale.deadline(), clock.now());
        rows.extended(afterSalesNo, deadline.plus(waitingTimes.of("RETURN_EXTENSION")));
        decisions.add(by, "RETURN_EXTENDED", afterSalesNo.value(), note);
        cases.tellReturn(afterSale, AfterSaleMessages.RETURN_PERIOD_EXTENDED);
        return cases.now(afterSale);
    }

    /** "Close unreturned case": the shopper kept the goods. Nothing happens when they were just sent. */
    public void closeUnreturned(AfterSalesNo afterSalesNo) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        if (!rows.move(afterSalesNo, AfterSaleStatus.CANCELLED, null, clock.now(), AfterSaleStatus.AWAITING_RETURN)) {
            return;
        }
        rows.claimed(afterSalesNo, false);
        endExchange.callOff(afterSale);
        outbox.append(
                new AfterSaleCancelled(afterSale.orderNo().value(), afterSalesNo.value(), "NOT_RETURNED"), "system");
        claims.drop(afterSale.claim());
    }
}
