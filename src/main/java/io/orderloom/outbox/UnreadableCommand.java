package io.orderloom.outbox;

import io.orderloom.shared.Problem;

/** The message is no command. */
final class UnreadableCommand extends Problem {

    private static final long serialVersionUID = 1L;

    UnreadableCommand(String code, String detail) {
        super(Kind.MALFORMED, code, detail);
    }
}
