package io.orderloom;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says how to mend tables that a killed start left half changed. MariaDB commits every change of a table by
 * itself, so what a migration had done when it died stays, and doing it again fails.
 */
final class HalfMigrationAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

    /** As the migrating library names it: the start that meets the half migration, and every start after that. */
    private static final Pattern VERSION = Pattern.compile("(?:Script V|failed migration to version )([0-9.]+)");

    private static final Pattern REASON = Pattern.compile("Message *: (.*)");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, FlywayException cause) {
        String message = Objects.toString(cause.getMessage(), "");
        Matcher version = VERSION.matcher(message);
        if (!version.find()) {
            return null;
        }
        Matcher reason = REASON.matcher(message);
        return new FailureAnalysis(
                "The tables could not be brought to this version: migration " + version.group(1)
                        + (reason.find() ? " failed. " + reason.group(1) : " failed in an earlier start."),
                "If an earlier start was killed while it migrated, the database kept half of it. Put back the backup from"
                        + " before this version; in a new shop, empty the database. Or undo by hand what migration "
                        + version.group(1)
                        + " has made and delete its row from flyway_schema_history. Then start again.",
                cause);
    }
}
