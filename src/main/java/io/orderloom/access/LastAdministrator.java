package io.orderloom.access;

import io.orderloom.shared.Problem;

/** Without an administrator nobody could let anyone in any more. */
final class LastAdministrator extends Problem {

    private static final long serialVersionUID = 1L;

    LastAdministrator() {
        super(Kind.CONFLICT, "LAST_ADMINISTRATOR", "The last administrator cannot be removed.");
    }
}
