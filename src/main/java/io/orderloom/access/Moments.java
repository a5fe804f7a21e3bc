package io.orderloom.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Moments from columns that are never null. */
final class Moments {

    private Moments() {}

    static Instant required(@Nullable Instant moment) {
        if (moment == null) {
            throw new IllegalStateException("The column is declared NOT NULL");
        }
        return moment;
    }
}
