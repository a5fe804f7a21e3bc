package io.orderloom.customer;

import io.orderloom.shared.Problem;

/** The platform does not know the login code: used, too old, or invented. */
public class LoginRefused extends Problem {

    private static final long serialVersionUID = 1L;

    public LoginRefused() {
        super(Kind.INVALID, "LOGIN_REFUSED", "WeChat does not accept this login code.");
    }
}
