package io.orderloom.shared;

/** The number of an order; also the business key of its processes. */
public record OrderNo(String value) {

    public OrderNo {
        BusinessNumbers.requireNumber(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
