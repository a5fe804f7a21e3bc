package io.orderloom.fulfilment;

import io.orderloom.shared.Problem;
import java.util.List;

/** The parcel would hold more units of a line than are left to ship. */
public class MoreThanOrdered extends Problem {

    private static final long serialVersionUID = 1L;

    private final transient List<At> errors;

    MoreThanOrdered(String pointer, int left) {
        super(Kind.INVALID, "MORE_THAN_ORDERED", "The parcel would hold more units than are left to ship.");
        this.errors = List.of(new At(pointer, "MORE_THAN_ORDERED", left + " left to ship."));
    }

    @Override
    public List<At> errors() {
        return errors;
    }
}
