package io.orderloom.web;

import io.orderloom.shared.Problem;

/** The caller is known, but its role may not do this. */
final class RoleForbidden extends Problem {

    private static final long serialVersionUID = 1L;

    RoleForbidden() {
        super(Kind.FORBIDDEN, "ROLE_FORBIDDEN", "Your role may not do this.");
    }
}
