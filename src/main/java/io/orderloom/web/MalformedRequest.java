package io.orderloom.web;

import io.orderloom.shared.Problem;
import java.util.List;

/** The request cannot be read as what this route takes. */
public final class MalformedRequest extends Problem {

    private static final long serialVersionUID = 1L;

    private final transient List<At> errors;

    public MalformedRequest(String detail) {
        this("MALFORMED_REQUEST", detail, List.of());
    }

    MalformedRequest(String detail, List<At> errors) {
        this("MALFORMED_REQUEST", detail, errors);
    }

    MalformedRequest(String code, String detail, List<At> errors) {
        super(Kind.MALFORMED, code, detail);
        this.errors = List.copyOf(errors);
    }

    @Override
    public List<At> errors() {
        return errors;
    }
}
