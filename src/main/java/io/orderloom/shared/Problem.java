package io.orderloom.shared;

import java.util.List;
import java.util.Map;

/**
 * A refusal that the caller can understand and act on. Subclasses are named after the fact
 * ({@code OutOfStock}) and carry the stable code of the API ({@code OUT_OF_STOCK}).
 */
public abstract class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of refusal it is; decides the HTTP status. */
    public enum Kind {
        /** Cannot be read. */
        MALFORMED(400),
        /** The role may not. */
        FORBIDDEN(403),
        /** Absent, or somebody else's. */
        NOT_FOUND(404),
        /** The state forbids it. */
        CONFLICT(409),
        /** Understood, but wrong. */
        INVALID(422),
        /** Too many. */
        TOO_MANY(429),
        /** Down for a while. */
        UNAVAILABLE(503);

        private final int httpStatus;

        Kind(int httpStatus) {
            this.httpStatus = httpStatus;
        }

        public int httpStatus() {
            return httpStatus;
        }
    }

    /**
     * One wrong place in the request.
     *
     * @param pointer JSON pointer into the request body, for instance {@code /items/0/quantity}
     */
    public record At(String pointer, String code, String detail) {}

    private final Kind kind;
    private final String code;

    protected Problem(Kind kind, String code, String detail) {
        super(detail);
        this.kind = kind;
        this.code = code;
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The wrong places in the request, if the problem lies there. */
    public List<At> errors() {
        return List.of();
    }

    /** Further members of the problem document, for instance the new quote. */
    public Map<String, Object> members() {
        return Map.of();
    }
}
