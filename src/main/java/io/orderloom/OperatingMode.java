package io.orderloom;

import java.util.Locale;
import org.springframework.core.env.Environment;

/** The two ways to run the one code path. */
enum OperatingMode {
    /** Everything in one process: sandbox gateways, seeded shop, movable clock. */
    DEMO,
    /** Real servers, real gateways, no defaults for secrets. */
    PRODUCTION;

    static final String PROPERTY = "orderloom.mode";
    private static final String DATABASE = "spring.datasource.url";

    /**
     * What {@code orderloom.mode} says; without it, production once a database is configured.
     *
     * @throws StartRefused when it says something else
     */
    static OperatingMode of(Environment environment) {
        String named = environment.getProperty(PROPERTY, "").strip();
        if (named.isEmpty()) {
            return environment.getProperty(DATABASE, "").isBlank() ? DEMO : PRODUCTION;
        }
        for (OperatingMode mode : values()) {
            if (mode.text().equals(named)) {
                return mode;
            }
        }
        throw new StartRefused(
                "orderloom.mode is '" + named + "', which is neither demo nor production.",
                "Set orderloom.mode to demo or production, or leave it out.");
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
