package io.orderloom.shared;

/** The number of one payment attempt; the gateway's merchant order number (8 to 32 letters and digits). */
public record PaymentNo(String value) {

    public PaymentNo {
        BusinessNumbers.requireNumber(value);
    }

    /**
     * Reads a number that came with a request.
     *
     * @throws NotFound when no number looks like that, which is the same as an absent one
     */
    public static PaymentNo orNotFound(String text) {
        if (!BusinessNumbers.isNumber(text)) {
            throw new NotFound();
        }
        return new PaymentNo(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
