package io.orderloom.order;

import io.orderloom.shared.Money;
import io.orderloom.shared.Problem;
import java.util.Map;

/** Four eyes: who may give back only so much of an order leaves the rest to a colleague who may give more. */
public class RefundAboveLimit extends Problem {

    private static final long serialVersionUID = 1L;

    private final long limitFen;

    RefundAboveLimit(Money limit) {
        super(
                Kind.FORBIDDEN,
                "REFUND_ABOVE_LIMIT",
                "This is more than you may give back of one order; a colleague of operations decides on it.");
        this.limitFen = limit.fen();
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("limitFen", limitFen);
    }
}
