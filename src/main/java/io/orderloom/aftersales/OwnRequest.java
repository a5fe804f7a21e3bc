package io.orderloom.aftersales;

import io.orderloom.shared.Problem;

/** Four eyes: nobody grants their own request. */
public class OwnRequest extends Problem {

    private static final long serialVersionUID = 1L;

    public OwnRequest() {
        super(Kind.FORBIDDEN, "OWN_REQUEST", "Somebody else decides on what you asked for yourself.");
    }
}
