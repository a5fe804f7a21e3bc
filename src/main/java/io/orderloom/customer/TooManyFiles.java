package io.orderloom.customer;

import io.orderloom.shared.Problem;

/** One shopper uploads so many pictures in a day, and no more. */
public class TooManyFiles extends Problem {

    private static final long serialVersionUID = 1L;

    TooManyFiles(int most) {
        super(Kind.TOO_MANY, "TOO_MANY_FILES", "At most " + most + " pictures are taken in a day.");
    }
}
