package io.orderloom.customer;

import io.orderloom.shared.Problem;

/** Another shopper is known by that openid. */
public class OpenidTaken extends Problem {

    private static final long serialVersionUID = 1L;

    public OpenidTaken() {
        super(Kind.CONFLICT, "OPENID_TAKEN", "Another shopper is known by that openid.");
    }
}
