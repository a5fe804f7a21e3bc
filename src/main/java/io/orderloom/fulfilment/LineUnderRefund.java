package io.orderloom.fulfilment;

import io.orderloom.shared.Problem;

/** Units that are being paid back stay in the warehouse. */
public class LineUnderRefund extends Problem {

    private static final long serialVersionUID = 1L;

    public LineUnderRefund() {
        super(Kind.CONFLICT, "LINE_UNDER_REFUND", "Units of this line are being paid back and do not leave.");
    }
}
