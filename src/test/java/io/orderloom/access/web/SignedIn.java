package io.orderloom.access.web;

import io.orderloom.web.Caller;
import org.springframework.security.core.context.SecurityContextHolder;

/** Signs a caller in for the running thread, as the filter at the door does. */
public final class SignedIn {

    private SignedIn() {}

    public static void as(Caller caller) {
        SecurityContextHolder.getContext().setAuthentication(new CallerAuthentication(caller));
    }
}
