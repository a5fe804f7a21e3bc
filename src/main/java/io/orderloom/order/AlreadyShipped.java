package io.orderloom.order;

import io.orderloom.shared.Problem;

/** Units that have left come back before their money does: a return has to be asked for. */
public class AlreadyShipped extends Problem {

    private static final long serialVersionUID = 1L;

    public AlreadyShipped() {
        super(Kind.CONFLICT, "ALREADY_SHIPPED", "These units have left the warehouse; ask for a return.");
    }
}
