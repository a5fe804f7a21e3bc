package io.orderloom;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What is a secret by its name, and what is none by its value. */
final class Secrets {

    /** Under this many characters a secret can be guessed or searched; the shortest a gateway issues is longer. */
    private static final int SHORTEST = 12;

    private static final int FEWEST_DIFFERENT = 6;

    /** A text as long as a private key may hold any word by chance. */
    private static final int LONG = 120;

    /** Names in lower case without dashes. A path to a file or the public half of a key is no secret. */
    private static final Pattern NAME =
            Pattern.compile("(?!.*public)(?!currentkey$)(.*(secret|password|passwd|token|salt|pepper)|.*key)");

    /** Values that examples, defaults and tired people use; compared without case, digits at the end and signs. */
    private static final Set<String> WELL_KNOWN = Set.of(
            "admin",
            "administrator",
            "changeit",
            "default",
            "demo",
            "dummy",
            "example",
            "foobar",
            "guest",
            "letmein",
            "mariadb",
            "mysql",
            "orderloom",
            "passw0rd",
            "password",
            "pass",
            "qwerty",
            "qwertyuiop",
            "rabbitmq",
            "root",
            "sandbox",
            "secret",
            "secretkey",
            "supersecret",
            "test",
            "testing",
            "welcome");

    private static final List<String> PLACEHOLDERS = List.of(
            "changeme",
            "changethis",
            "replaceme",
            "replacethis",
            "placeholder",
            "yoursecret",
            "yourkey",
            "yourpassword",
            "insertyour",
            "fillmein",
            "xxxx",
            "orderloomdemo",
            "demoshop",
            "sandbox");

    private static final List<String> RUNS = List.of(
            "01234567890123456789012345678901234567890123456789",
            "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");

    private Secrets() {}

    /** @param uniform the last element of a setting's name, lower case and without dashes */
    static boolean isName(String uniform) {
        return NAME.matcher(uniform).matches();
    }

    /** Whether this is the id of a key in a map of keys, rather than a field of a structured one. */
    static boolean isKeyId(String uniform) {
        return !uniform.endsWith("path") && !uniform.endsWith("file") && !uniform.contains("public");
    }

    /** What is wrong with a secret, as the end of a sentence; empty when nothing is. */
    static Optional<String> fault(String value) {
        if (value.isBlank()) {
            return Optional.of("is empty");
        }
        if (isWellKnown(value)) {
            return Optional.of("is a default or an example that everyone knows");
        }
        if (value.length() < SHORTEST) {
            return Optional.of("is shorter than " + SHORTEST + " characters");
        }
        if (value.chars().distinct().count() < FEWEST_DIFFERENT) {
            return Optional.of("is made of too few different characters");
        }
        return Optional.empty();
    }

    private static boolean isWellKnown(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        String plain = lower.replaceAll("[^a-z0-9]", "");
        String word = plain.replaceAll("[0-9]+$", "");
        return value.equals(ModeDefaults.DEMO_PERSONAL_DATA_KEY)
                || value.equals(ModeDefaults.DEMO_OPENID_HASH_KEY)
                || (value.startsWith("<") && value.endsWith(">"))
                || value.startsWith("${")
                || WELL_KNOWN.contains(word)
                || WELL_KNOWN.contains(plain)
                || (plain.length() < LONG && PLACEHOLDERS.stream().anyMatch(plain::contains))
                || RUNS.stream().anyMatch(run -> run.contains(plain));
    }
}
