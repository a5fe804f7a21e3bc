package io.orderloom.customer;

import io.orderloom.shared.Problem;

/** The platform that knows who logged in does not answer; the same call may serve later. */
public class LoginUnavailable extends Problem {

    private static final long serialVersionUID = 1L;

    public LoginUnavailable() {
        super(Kind.UNAVAILABLE, "LOGIN_UNAVAILABLE", "WeChat does not answer at the moment.");
    }
}
