package io.orderloom.payment;

import io.orderloom.shared.OrderNo;
import java.util.List;
import org.springframework.stereotype.Service;

/** Questions about refunds. */
@Service
public class Refunds {

    private final RefundRepository refunds;

    Refunds(RefundRepository refunds) {
        this.refunds = refunds;
    }

    /** All refunds of an order, in the order of asking. */
    public List<Refund> of(OrderNo orderNo) {
        return refunds.ofOrder(orderNo);
    }

    /** Unsettled refunds that something keeps, longest first, at most {@code limit}. */
    public List<Refund> kept(int limit) {
        return refunds.kept(limit);
    }
}
