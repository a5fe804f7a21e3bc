package io.orderloom.shared;

/** The number of an order; also the business key of its processes. */
public record OrderNo(String value) {

    public OrderNo {
        BusinessNumbers.requireNumber(value);
    }

    /**
     * Reads a number that came with a request.
     *
     * @throws NotFound when no number looks like that, which is the same as an absent one
     */
    public static OrderNo orNotFound(String text) {
        if (!BusinessNumbers.isNumber(text)) {
            throw new NotFound();
        }
        return new OrderNo(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
