package io.orderloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.orderloom.testing.Servers;
import java.sql.ResultSet;
import java.util.List;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** On what tables and under which settings the engine is sound on MariaDB. */
class EngineSchemaConditionTest {

    private static final List<String> PARTS = List.of(
            "engine", "case.engine", "decision.engine", "history", "case.history", "decision.history", "identity");

    private static EngineRoom room;

    @BeforeAll
    static void start() {
        room = EngineRoom.on(Servers.mariaDb());
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    @Test
    void theTablesAreThoseOfThisVersionOfTheEngine() {
        ProcessEngineConfigurationImpl configuration = configuration();
        assertThat(configuration.getDatabaseSchemaUpdate())
                .as("the engine checks its tables at the start and never changes them")
                .isEqualTo(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_FALSE);
        assertThat(room.jdbc
                        .sql("select VERSION_ from ACT_GE_SCHEMA_LOG order by TIMESTAMP_ desc limit 1")
                        .query(String.class)
                        .single())
                .isEqualTo("7.24.0");
        var vendors = new JdbcTemplate(Servers.mariaDb().dataSource());
        for (String part : PARTS) {
            vendors.execute((ConnectionCallback<Boolean>) connection -> {
                ScriptUtils.executeSqlScript(
                        connection,
                        new ClassPathResource(
                                "org/camunda/bpm/engine/db/create/activiti.mysql.create." + part + ".sql"));
                return true;
            });
        }
        assertThat(columns(room.jdbc)).hasSizeGreaterThan(400).isEqualTo(columns(JdbcClient.create(vendors)));
        assertThat(indexes(room.jdbc))
                .containsAll(indexes(JdbcClient.create(vendors)))
                .contains("ACT_RU_JOB.ACT_IDX_JOB_ACQUISITION.TYPE_", "ACT_RU_JOB.ACT_IDX_JOB_ACQUISITION.DUEDATE_");
    }

    @Test
    void everyMomentKeepsMilliseconds() {
        List<String> coarse = room.jdbc.sql("""
                        select concat(table_name, '.', column_name) from information_schema.columns
                        where table_schema = database() and table_name like 'ACT\\_%'
                          and data_type in ('datetime', 'timestamp') and datetime_precision < 3
                        """).query(String.class).list();
        assertThat(coarse).isEmpty();
    }

    @Test
    void everyTextTakesRareCharacters() {
        List<String> narrow = room.jdbc.sql("""
                        select concat(table_name, '.', column_name) from information_schema.columns
                        where table_schema = database() and table_name like 'ACT\\_%'
                          and character_set_name is not null and character_set_name <> 'utf8mb4'
                        """).query(String.class).list();
        assertThat(narrow).isEmpty();
    }

    @Test
    void dueJobsAreFoundByAnIndex() {
        assertThat(room.jdbc.sql("""
                                select column_name from information_schema.statistics where table_schema = database()
                                  and table_name = 'ACT_RU_JOB' and index_name = 'ACT_IDX_JOB_ACQUISITION'
                                order by seq_in_index
                                """).query(String.class).list()).containsExactly("TYPE_", "DUEDATE_");
        assertThat(configuration().isEnsureJobDueDateNotNull()).isTrue();
        assertThat(configuration().isJobExecutorAcquireByDueDate()).isTrue();
        assertThat(configuration().isJobExecutorPreferTimerJobs()).isTrue();
    }

    @Test
    void sessionsReadCommittedDataAndKeepPreparedStatements() {
        room.transactions.run(() -> {
            assertThat(room.jdbc
                            .sql("select @@session.tx_isolation")
                            .query(String.class)
                            .single())
                    .isEqualTo("READ-COMMITTED");
            assertThat(room.jdbc
                            .sql("select variable_value from information_schema.session_status"
                                    + " where variable_name = 'COM_STMT_PREPARE'")
                            .query(Long.class)
                            .single())
                    .as("prepared on the server")
                    .isPositive();
        });
    }

    @Test
    void bulkStatementsInTheAddressStopTheStart() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:mariadb://db/shop?useServerPrepStmts=true&useBulkStmts=TRUE");
        assertThatThrownBy(() -> new MariaDbConnections().postProcessBeforeInitialization(pool, "dataSource"))
                .hasMessageContaining("useBulkStmts");
    }

    @Test
    void anAddressWithoutParametersGetsWhatTheEngineNeeds() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:mariadb://db/shop?prepStmtCacheSize=100");
        new MariaDbConnections().postProcessBeforeInitialization(pool, "dataSource");
        assertThat(pool.getDataSourceProperties())
                .containsEntry("nullDatabaseMeansCurrent", "true")
                .containsEntry("useServerPrepStmts", "true")
                .containsEntry("cachePrepStmts", "true")
                .containsEntry("useBulkStmts", "false")
                .doesNotContainKey("prepStmtCacheSize");
    }

    @Test
    void otherDatabasesOfTheServerAreNotMistakenForThisOne() {
        // The engine asks for its tables without naming a database; the server has them in others too.
        Servers.mariaDb().migratedDataSource();
        room.transactions.run(() -> {
            int found = new JdbcTemplate(room.context.getBean(DataSource.class))
                    .execute((ConnectionCallback<Integer>) connection -> {
                        int tables = 0;
                        try (ResultSet rows =
                                connection.getMetaData().getTables(null, null, "ACT_RU_JOB", new String[] {"TABLE"})) {
                            while (rows.next()) {
                                tables++;
                            }
                        }
                        return tables;
                    });
            assertThat(found).isEqualTo(1);
        });
    }

    @Test
    void theGuardsAreOn() {
        ProcessEngineConfigurationImpl configuration = configuration();
        assertThat(configuration.getDatabaseType()).isEqualTo("mysql");
        assertThat(configuration.getHistoryLevel().getName()).isEqualTo("none");
        assertThat(configuration.isAuthorizationEnabled()).isTrue();
        assertThat(configuration.isEnableXxeProcessing()).isFalse();
        assertThat(configuration.isEnableExpressionsInAdhocQueries()).isFalse();
        assertThat(configuration.isEnableExpressionsInStoredQueries()).isFalse();
        assertThat(configuration.isDeserializationTypeValidationEnabled()).isTrue();
        assertThat(configuration.isEnableExceptionsAfterUnhandledBpmnError()).isTrue();
        assertThat(configuration.isMetricsEnabled()).isFalse();
        assertThat(configuration.isCmmnEnabled()).isFalse();
        assertThat(configuration.isStandaloneTasksEnabled()).isFalse();
        assertThat(configuration.getHistoryTimeToLive()).isEqualTo("P90D");
        assertThat(configuration.getLoginMaxAttempts()).isEqualTo(5);
    }

    private static ProcessEngineConfigurationImpl configuration() {
        return (ProcessEngineConfigurationImpl) room.engine.getProcessEngineConfiguration();
    }

    private static List<String> columns(JdbcClient where) {
        return where.sql("""
                        select concat(upper(table_name), '.', column_name, ' ',
                          replace(column_type, '(3)', ''), ' ', is_nullable)
                        from information_schema.columns
                        where table_schema = database() and upper(table_name) like 'ACT\\_%' order by 1
                        """).query(String.class).list();
    }

    private static List<String> indexes(JdbcClient where) {
        return where.sql("""
                        select concat(upper(table_name), '.', index_name, '.', column_name)
                        from information_schema.statistics
                        where table_schema = database() and upper(table_name) like 'ACT\\_%' order by 1
                        """).query(String.class).list();
    }
}
