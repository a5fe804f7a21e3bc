package io.orderloom.access;

import io.orderloom.shared.Problem;

/** A key or a member of staff has this name already. */
final class NameTaken extends Problem {

    private static final long serialVersionUID = 1L;

    NameTaken() {
        super(Kind.CONFLICT, "NAME_TAKEN", "This name is taken.");
    }
}
