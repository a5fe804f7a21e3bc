package io.orderloom.shared;

/** The number of one after-sales case. */
public record AfterSalesNo(String value) {

    public AfterSalesNo {
        BusinessNumbers.requireNumber(value);
    }

    /**
     * Reads a number that came with a request.
     *
     * @throws NotFound when no number looks like that, which is the same as an absent one
     */
    public static AfterSalesNo orNotFound(String text) {
        if (!BusinessNumbers.isNumber(text)) {
            throw new NotFound();
        }
        return new AfterSalesNo(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
