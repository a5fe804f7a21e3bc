package io.orderloom.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code bin/bench} was asked for.
 *
 * @param warmUp before anything is measured, in all
 * @param segment length of one stretch of measuring
 * @param rounds stretches for each variant
 * @param crowd orders that wait while the others are led
 * @param timers payment windows that end at once
 * @param statements whether the texts of the statements are printed
 */
record Options(
        Set<Part> parts, Duration warmUp, Duration segment, int rounds, int crowd, int timers, boolean statements) {

    enum Part {
        STATEMENTS,
        SERVICE,
        WAITING,
        TIMERS,
        HTTP
    }

    private static final String USAGE =
            "Usage: bin/bench [--quick] [--seconds N] [--part statements|service|waiting|timers|http]... [--statements]";

    /** @throws IllegalArgumentException with the usage */
    static Options of(List<String> arguments) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        boolean quick = false;
        boolean statements = false;
        int seconds = 6;
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--quick" -> quick = true;
                case "--statements" -> statements = true;
                case "--seconds" -> seconds = number(value(arguments, ++i));
                case "--part" -> parts.add(part(value(arguments, ++i)));
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        return new Options(
                parts.isEmpty() ? EnumSet.allOf(Part.class) : parts,
                Duration.ofSeconds(quick ? 10 : 150),
                Duration.ofSeconds(quick ? 3 : seconds),
                quick ? 1 : 9,
                quick ? 10_000 : 100_000,
                quick ? 1_000 : 10_000,
                statements);
    }

    private static Part part(String name) {
        return Arrays.stream(Part.values())
                .filter(part -> part.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(USAGE));
    }

    private static int number(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException(USAGE);
        }
        return Integer.parseInt(text);
    }

    private static String value(List<String> arguments, int place) {
        if (place >= arguments.size()) {
            throw new IllegalArgumentException(USAGE);
        }
        return arguments.get(place);
    }
}
