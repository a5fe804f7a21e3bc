package io.orderloom.shared;

import java.util.List;

/** The request was understood and is wrong at the named places. */
public class InvalidRequest extends Problem {

    private static final long serialVersionUID = 1L;

    private final transient List<At> errors;

    public InvalidRequest(List<At> errors) {
        super(Kind.INVALID, "INVALID_REQUEST", "The request has values that cannot be accepted.");
        this.errors = List.copyOf(errors);
    }

    public InvalidRequest(String pointer, String code, String detail) {
        this(List.of(new At(pointer, code, detail)));
    }

    @Override
    public List<At> errors() {
        return errors;
    }
}
