package io.orderloom.order;

import io.orderloom.shared.Problem;

/** Units that were exchanged are back already; what replaced them is not taken back as a unit of their line. */
public class UnitsExchanged extends Problem {

    private static final long serialVersionUID = 1L;

    public UnitsExchanged() {
        super(
                Kind.INVALID,
                "UNITS_EXCHANGED",
                "These units were exchanged. Customer service may pay money back for what replaced them.");
    }
}
