package io.orderloom.shared;

/** The number of one intent to give money back, for ever; the gateway's merchant refund number. */
public record RefundNo(String value) {

    public RefundNo {
        BusinessNumbers.requireNumber(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
