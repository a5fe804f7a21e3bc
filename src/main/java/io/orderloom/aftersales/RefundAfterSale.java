package io.orderloom.aftersales;

import io.orderloom.order.ClaimRefund;
import io.orderloom.outbox.Outbox;
import io.orderloom.payment.Refund;
import io.orderloom.payment.RefundFollower;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.Money;
import java.util.Objects;
import org.springframework.stereotype.Service;

/** Gives the granted money back, and closes the case when it has arrived. */
@Service
public class RefundAfterSale implements RefundFollower {

    private final Cases cases;
    private final AfterSaleRepository rows;
    private final ClaimRefund claims;
    private final Outbox outbox;
    private final BusinessClock clock;

    RefundAfterSale(Cases cases, AfterSaleRepository rows, ClaimRefund claims, Outbox outbox, BusinessClock clock) {
        this.cases = cases;
        this.rows = rows;
        this.claims = claims;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** "Refund money": writes the refund down; its own process brings it to its end. Repeating it changes nothing. */
    public void refund(AfterSalesNo afterSalesNo) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        Money granted = afterSale.granted();
        if (afterSale.refundNo() != null || granted == null) {
            return;
        }
        Refund refund =
                claims.pay(afterSale.claim(), granted, Objects.requireNonNullElse(afterSale.decidedBy(), "system"));
        rows.refundedBy(afterSalesNo, refund.refundNo());
        rows.move(afterSalesNo, AfterSaleStatus.REFUNDING, null, clock.now(), AfterSaleStatus.APPROVED);
    }

    @Override
    public void refunded(Refund refund) {
        AfterSale afterSale = rows.byRefund(refund.refundNo()).orElse(null);
        if (afterSale == null
                || !rows.move(
                        afterSale.afterSalesNo(),
                        AfterSaleStatus.COMPLETED,
                        null,
                        clock.now(),
                        AfterSaleStatus.REFUNDING)) {
            return;
        }
        outbox.append(
                new AfterSaleCompleted(
                        afterSale.orderNo().value(),
                        afterSale.afterSalesNo().value(),
                        afterSale.type().name(),
                        refund.amount().fen()),
                "system");
        cases.tell(afterSale, AfterSaleMessages.MONEY_BACK);
        claims.settled(afterSale.orderNo());
    }
}
