package io.orderloom.aftersales;

import io.orderloom.shared.Problem;

/** Some days after the receipt a sale is final. */
public class AfterSaleWindowOver extends Problem {

    private static final long serialVersionUID = 1L;

    public AfterSaleWindowOver() {
        super(Kind.CONFLICT, "AFTER_SALE_WINDOW_OVER", "The time for requests about this order is over.");
    }
}
