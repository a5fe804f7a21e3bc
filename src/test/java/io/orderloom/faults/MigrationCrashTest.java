package io.orderloom.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Servers;
import io.orderloom.testing.ServiceProcess;
import io.orderloom.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The service dies while it makes its tables. Between two migrations that costs nothing; inside one MariaDB keeps
 * half of it, and the next start must say so in words that help instead of guessing.
 */
@Execution(ExecutionMode.CONCURRENT)
class MigrationCrashTest {

    private static final String NEXT_SCRIPT =
            "org.flywaydb.core.internal.sqlscript.DefaultSqlScriptExecutor#execute@ENTER";
    private static final String STATEMENT_DONE =
            "org.flywaydb.core.internal.sqlscript.DefaultSqlScriptExecutor#executeStatement@EXIT";

    private final TestDatabase database = Servers.mariaDb();
    private final JdbcClient sql =
            JdbcClient.create(new DriverManagerDataSource(database.url(), database.username(), database.password()));

    @Test
    void aStartThatDiedBetweenMigrationsGoesOnAndOneThatDiedInsideASaysHowToMend() {
        try (ServiceProcess service = new ServiceProcess(
                "migration-crash", database, Servers.rabbitMq(), List.of(NEXT_SCRIPT, STATEMENT_DONE))) {
            service.crashAt(NEXT_SCRIPT, 6);
            assertThat(service.startOrDie()).isFalse();
            service.awaitCrash();
            assertThat(applied()).containsExactly("0", "1", "2", "3");

            // The first statement of the fourth migration has made its table when the machine dies.
            service.crashAt(STATEMENT_DONE, 1);
            assertThat(service.startOrDie()).isFalse();
            service.awaitCrash();
            assertThat(applied()).containsExactly("0", "1", "2", "3");
            for (int start = 1; start <= 2; start++) {
                assertThat(service.startOrDie())
                        .as("start %d after a half migration", start)
                        .isFalse();
                assertThat(service.log())
                        .contains("The tables could not be brought to this version: migration 4")
                        .contains("empty the database")
                        .contains("backup");
            }

            sql.sql("DROP TABLE outbox_messages").update();
            sql.sql("DELETE FROM flyway_schema_history WHERE success = 0").update();
            service.start();
            assertThat(service.api().get("/actuator/health").status()).isEqualTo(200);
            assertThat(applied()).contains("4", "11");
        }
    }

    private List<String> applied() {
        return sql.sql("SELECT version FROM flyway_schema_history WHERE success = 1 ORDER BY installed_rank")
                .query(String.class)
                .list();
    }
}
