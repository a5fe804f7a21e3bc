package io.orderloom.aftersales;

import io.orderloom.order.ClaimRefund;
import io.orderloom.order.RefundAboveLimit;
import io.orderloom.order.RefundLimits;
import io.orderloom.outbox.Outbox;
import io.orderloom.payment.RefundExceedsPaid;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.Staff;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Lets shopper and shop disagree: the clocks stop, and staff rules. */
@Service
public class DisputeAfterSale {

    private final Cases cases;
    private final AfterSaleRepository rows;
    private final EndExchange endExchange;
    private final ClaimRefund claims;
    private final RefundLimits limits;
    private final DecisionLog decisions;
    private final Outbox outbox;
    private final BusinessClock clock;

    DisputeAfterSale(
            Cases cases,
            AfterSaleRepository rows,
            EndExchange endExchange,
            ClaimRefund claims,
            RefundLimits limits,
            DecisionLog decisions,
            Outbox outbox,
            BusinessClock clock) {
        this.cases = cases;
        this.rows = rows;
        this.endExchange = endExchange;
        this.claims = claims;
        this.limits = limits;
        this.decisions = decisions;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** How a dispute ends, by the names of the API. */
    public enum Outcome {
        /** All that was asked for. */
        REFUND,
        /** A part of it. */
        PARTIAL,
        /** Nothing. */
        REJECT
    }

    /**
     * What staff ruled.
     *
     * @param amount with {@link Outcome#PARTIAL} how much of what was asked for
     * @param note to the shopper; personal data
     */
    public record Ruling(
            Outcome outcome,
            @Nullable Money amount,
            @Nullable String note) {}

    /**
     * The shopper disputes, in the running transaction. Repeating it changes nothing.
     *
     * @throws io.orderloom.shared.NotFound when the case is absent or somebody else's
     * @throws NotDisputable when it is closed, its refusal is final, or its money is on its way
     * @throws io.orderloom.order.AlreadyShipped when the units of a refused request have left since
     * @throws RefundExceedsPaid when others have got its money since
     */
    public AfterSale raise(AfterSalesNo afterSalesNo, ShopperId shopper) {
        AfterSale afterSale = cases.lock(afterSalesNo, shopper);
        if (afterSale.status() == AfterSaleStatus.DISPUTED) {
            return afterSale;
        }
        boolean refused = afterSale.status() == AfterSaleStatus.REJECTED;
        if ((refused && afterSale.deadline() == null)
                || !rows.move(
                        afterSalesNo,
                        AfterSaleStatus.DISPUTED,
                        null,
                        clock.now(),
                        AfterSaleStatus.REQUESTED,
                        AfterSaleStatus.REJECTED,
                        AfterSaleStatus.AWAITING_TOP_UP,
                        AfterSaleStatus.AWAITING_RETURN,
                        AfterSaleStatus.RETURNING,
                        AfterSaleStatus.REPLACING)) {
            throw new NotDisputable();
        }
        if (!afterSale.claimed()) {
            claims.claimAgain(afterSale.claim());
            rows.claimed(afterSalesNo, true);
        }
        disputed(afterSale, "shopper");
        cases.tell(afterSale, AfterSaleMessages.DISPUTE_RAISED);
        return cases.now(afterSale);
    }

    /** Tells the world; what staff rules on is money, so nothing comes in exchange any more. */
    void disputed(AfterSale afterSale, String by) {
        endExchange.callOff(afterSale);
        outbox.append(
                new AfterSaleDisputed(
                        afterSale.orderNo().value(),
                        afterSale.afterSalesNo().value(),
                        afterSale.type().name()),
                by);
    }

    /**
     * Staff rules over the API, in the running transaction; the process is told.
     *
     * @param by who decides
     * @throws io.orderloom.shared.NotFound when there is no such case
     * @throws NotDisputed when there is nothing to rule on, or it was ruled on already
     * @throws InvalidRequest when a part is not named, or none
     * @throws RefundExceedsPaid when more is ruled than was asked for
     * @throws OwnRequest when the decider is who asked
     * @throws RefundAboveLimit when they may not give back so much of the order
     */
    public AfterSale rule(AfterSalesNo afterSalesNo, Ruling ruling, Staff by) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        write(afterSale, ruling, by);
        cases.tell(afterSale, AfterSaleMessages.DISPUTE_RULED);
        if (ruling.outcome() == Outcome.REJECT) {
            claims.drop(afterSale.claim());
        }
        return cases.now(afterSale);
    }

    /** "Record ruling": the same from Tasklist, in the step of the process that the task belongs to. */
    public void recordRuling(AfterSalesNo afterSalesNo, Ruling ruling, Staff by) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        write(afterSale, ruling, by);
        if (ruling.outcome() == Outcome.REJECT) {
            claims.drop(afterSale.claim());
        }
    }

    private void write(AfterSale afterSale, Ruling ruling, Staff by) {
        AfterSalesNo afterSalesNo = afterSale.afterSalesNo();
        if (afterSale.status() != AfterSaleStatus.DISPUTED) {
            throw new NotDisputed();
        }
        if (afterSale.requestedBy().equals(by.actor())) {
            throw new OwnRequest();
        }
        Money granted = granted(afterSale, ruling);
        if (!granted.isZero()) {
            limits.grant(afterSale.orderNo(), afterSalesNo.value(), granted, by);
        }
        decisions.add(
                by.actor(),
                "AFTER_SALE_RULED",
                afterSalesNo.value(),
                ruling.outcome() + " " + granted.fen() + " fen" + (ruling.note() == null ? "" : ": " + ruling.note()));
        rows.decided(afterSalesNo, by.actor(), ruling.note());
        outbox.append(
                new AfterSaleRuled(
                        afterSale.orderNo().value(),
                        afterSalesNo.value(),
                        ruling.outcome().name(),
                        granted.fen()),
                by.actor());
        if (granted.isZero()) {
            rows.claimed(afterSalesNo, false);
            rows.move(afterSalesNo, AfterSaleStatus.REJECTED, null, clock.now(), AfterSaleStatus.DISPUTED);
        } else {
            rows.granted(afterSalesNo, granted);
            rows.move(afterSalesNo, AfterSaleStatus.APPROVED, null, clock.now(), AfterSaleStatus.DISPUTED);
        }
    }

    private static Money granted(AfterSale afterSale, Ruling ruling) {
        return switch (ruling.outcome()) {
            case REFUND -> afterSale.amount();
            case REJECT -> Money.ZERO;
            case PARTIAL -> {
                Money part = ruling.amount();
                if (part == null || !part.isPositive()) {
                    throw new InvalidRequest("/amountFen", "AMOUNT_OUT_OF_RANGE", "How much of it goes back?");
                }
                if (part.compareTo(afterSale.amount()) > 0) {
                    throw new RefundExceedsPaid();
                }
                yield part;
            }
        };
    }
}
