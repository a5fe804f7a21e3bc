package io.orderloom.support;

import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.NotFound;

/** The number of one complaint. */
public record ComplaintNo(String value) {

    /**
     * Reads a number that came with a request.
     *
     * @throws NotFound when no number looks like that, which is the same as an absent one
     */
    public static ComplaintNo orNotFound(String text) {
        if (!BusinessNumbers.isNumber(text)) {
            throw new NotFound();
        }
        return new ComplaintNo(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
