package io.orderloom.aftersales;

import io.orderloom.engine.WaitingTimes;
import io.orderloom.order.ClaimRefund;
import io.orderloom.order.RefundAboveLimit;
import io.orderloom.order.RefundLimits;
import io.orderloom.outbox.Outbox;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.Staff;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Grants or refuses what a shopper asks for: by staff, by the rules, or by the seller's silence. Once. */
@Service
public class DecideOnRequest {

    private static final String SYSTEM = "system";

    private final Cases cases;
    private final AfterSaleRepository rows;
    private final EndExchange endExchange;
    private final ClaimRefund claims;
    private final RefundLimits limits;
    private final WaitingTimes waitingTimes;
    private final DecisionLog decisions;
    private final Outbox outbox;
    private final BusinessClock clock;

    DecideOnRequest(
            Cases cases,
            AfterSaleRepository rows,
            EndExchange endExchange,
            ClaimRefund claims,
            RefundLimits limits,
            WaitingTimes waitingTimes,
            DecisionLog decisions,
            Outbox outbox,
            BusinessClock clock) {
        this.cases = cases;
        this.rows = rows;
        this.endExchange = endExchange;
        this.claims = claims;
        this.limits = limits;
        this.waitingTimes = waitingTimes;
        this.decisions = decisions;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * What a person decided.
     *
     * @param note to the shopper; personal data
     */
    public record Decision(boolean approve, @Nullable String note) {}

    /**
     * A person's decision over the API, in the running transaction; the process is told. Deciding the same again
     * changes nothing.
     *
     * @param by who decides
     * @throws io.orderloom.shared.NotFound when there is no such case
     * @throws AlreadyDecided when it was decided otherwise
     * @throws OwnRequest when the decider is who asked
     * @throws RefundAboveLimit when they may not give back so much of the order
     */
    public AfterSale decide(AfterSalesNo afterSalesNo, Decision decision, Staff by) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        if (afterSale.status() != AfterSaleStatus.REQUESTED) {
            boolean same = decision.approve()
                    ? afterSale.status().wasApproved()
                    : afterSale.status() == AfterSaleStatus.REJECTED;
            if (!same) {
                throw new AlreadyDecided();
            }
            return afterSale;
        }
        byPerson(afterSale, decision, by);
        cases.tell(afterSale, AfterSaleMessages.REQUEST_DECIDED);
        return cases.now(afterSale);
    }

    /**
     * "Record decision": the same from Tasklist, in the step of the process that the task belongs to.
     *
     * @param by who decides
     * @throws AlreadyDecided when another was faster
     * @throws OwnRequest when the decider is who asked
     * @throws RefundAboveLimit when they may not give back so much of the order
     */
    public void record(AfterSalesNo afterSalesNo, Decision decision, Staff by) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        if (afterSale.status() != AfterSaleStatus.REQUESTED) {
            throw new AlreadyDecided();
        }
        byPerson(afterSale, decision, by);
    }

    /** "Approve by rules": small amounts and trusted shoppers wait for nobody. */
    public void approveByRules(AfterSalesNo afterSalesNo) {
        approveUndecided(afterSalesNo);
    }

    /** "Approve by silence": the seller did not answer in time. Nothing happens when somebody just did. */
    public void approveBySilence(AfterSalesNo afterSalesNo) {
        approveUndecided(afterSalesNo);
    }

    /** "Let refusal stand": from now on it cannot be disputed. */
    public void letRefusalStand(AfterSalesNo afterSalesNo) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        if (afterSale.status() == AfterSaleStatus.REJECTED) {
            rows.noDeadline(afterSalesNo);
        }
    }

    private void approveUndecided(AfterSalesNo afterSalesNo) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        if (afterSale.status() == AfterSaleStatus.REQUESTED) {
            approve(afterSale, SYSTEM, null);
        }
    }

    private void byPerson(AfterSale afterSale, Decision decision, Staff by) {
        if (afterSale.requestedBy().equals(by.actor())) {
            throw new OwnRequest();
        }
        decisions.add(
                by.actor(),
                decision.approve() ? "AFTER_SALE_APPROVED" : "AFTER_SALE_REJECTED",
                afterSale.afterSalesNo().value(),
                decision.note());
        if (decision.approve()) {
            limits.grant(afterSale.orderNo(), afterSale.afterSalesNo().value(), afterSale.amount(), by);
            approve(afterSale, by.actor(), decision.note());
        } else {
            refuse(afterSale, by.actor(), decision.note());
        }
    }

    private void approve(AfterSale afterSale, String by, @Nullable String note) {
        AfterSalesNo afterSalesNo = afterSale.afterSalesNo();
        rows.move(afterSalesNo, AfterSaleStatus.APPROVED, null, clock.now(), AfterSaleStatus.REQUESTED);
        rows.decided(afterSalesNo, by, note);
        if (afterSale.type() == AfterSaleType.REFUND_ONLY) {
            rows.granted(afterSalesNo, afterSale.amount());
        }
        outbox.append(
                new AfterSaleApproved(
                        afterSale.orderNo().value(),
                        afterSalesNo.value(),
                        afterSale.type().name(),
                        afterSale.amount().fen()),
                by);
    }

    private void refuse(AfterSale afterSale, String by, @Nullable String note) {
        AfterSalesNo afterSalesNo = afterSale.afterSalesNo();
        Instant now = clock.now();
        rows.move(
                afterSalesNo,
                AfterSaleStatus.REJECTED,
                now.plus(waitingTimes.of("DISPUTE_PERIOD")),
                now,
                AfterSaleStatus.REQUESTED);
        rows.decided(afterSalesNo, by, note);
        rows.claimed(afterSalesNo, false);
        endExchange.callOff(afterSale);
        outbox.append(
                new AfterSaleRejected(
                        afterSale.orderNo().value(),
                        afterSalesNo.value(),
                        afterSale.type().name()),
                by);
        claims.drop(afterSale.claim());
    }
}
