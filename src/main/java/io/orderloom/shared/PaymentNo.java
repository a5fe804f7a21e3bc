package io.orderloom.shared;

/** The number of one payment attempt; the gateway's merchant order number (8 to 32 letters and digits). */
public record PaymentNo(String value) {

    public PaymentNo {
        BusinessNumbers.requireNumber(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
