package io.orderloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.orderloom.testing.Servers;
import java.sql.ResultSet;
import java.util.List;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.AcquirableJobEntity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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

    @AfterEach
    void takeTheJobsAway() {
        room.transactions.run(() -> room.jdbc
                .sql("delete from ACT_RU_JOB where HANDLER_TYPE_ = 'nobody'")
                .update());
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
                .contains("ACT_RU_JOB.ACT_IDX_JOB_DUE.DUEDATE_");
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
    void aLookForDueJobsReadsThoseItTakesAndNotThoseThatWait() {
        int waiting = 3_000;
        int taken = 16;
        insertJobs("waits", waiting, "2999-01-01");
        room.jdbc.sql("analyze table ACT_RU_JOB").query().listOfRows();
        assertThat(rowsReadByALook(taken, 0)).as("nothing is due").isLessThan(waiting / 20);

        insertJobs("due", waiting, "2001-01-01");
        room.jdbc.sql("analyze table ACT_RU_JOB").query().listOfRows();
        assertThat(rowsReadByALook(taken, taken)).as("much is due").isLessThan(waiting / 20);
    }

    @Test
    void aLookReadsThoseItTakesHoweverManyAreDue() {
        int due = 3_000;
        int taken = 16;
        insertJobs("due", due, "2001-01-01");
        room.jdbc.sql("analyze table ACT_RU_JOB").query().listOfRows();
        assertThat(rowsReadByALook(taken, taken)).as("all that there are").isLessThan(due / 20);

        room.transactions.run(() -> room.jdbc
                .sql("update ACT_RU_JOB set LOCK_OWNER_ = 'this-node', LOCK_EXP_TIME_ = '2998-01-01'"
                        + " where HANDLER_TYPE_ = 'nobody' order by DUEDATE_ limit 32")
                .update());
        assertThat(rowsReadByALook(taken, taken)).as("some are being done").isLessThan(due / 20);
    }

    @Test
    void jobsAreTakenInTheOrderTheyFallDueWhateverTheirKind() {
        insertJobs("later", 1, "2001-01-02");
        insertJobs("sooner", 1, "2001-01-01");
        room.transactions.run(() -> room.jdbc
                .sql("update ACT_RU_JOB set TYPE_ = 'message' where ID_ = 'sooner-1'")
                .update());
        assertThat(look(2)).containsExactly("sooner-1", "later-1");
    }

    private static void insertJobs(String name, int count, String due) {
        room.transactions.run(() -> room.jdbc
                .sql("insert into ACT_RU_JOB (ID_, REV_, TYPE_, DUEDATE_, RETRIES_, SUSPENSION_STATE_, EXCLUSIVE_,"
                        + " HANDLER_TYPE_, PROCESS_INSTANCE_ID_) select concat(?, '-', seq), 1, 'timer', ?, 3, 1, 1, 'nobody',"
                        + " concat(?, '-of-', seq) from seq_1_to_" + count)
                .params(name, due, name)
                .update());
    }

    private static List<String> look(int most) {
        return configuration()
                .getCommandExecutorTxRequired()
                .execute(commands -> commands.getJobManager().findNextJobsToExecute(new Page(0, most)).stream()
                        .map(AcquirableJobEntity::getId)
                        .toList());
    }

    /** How many rows the server reads for it, by its own count; asking for the count reads some too. */
    private static long rowsReadByALook(int most, int expected) {
        return room.transactions.run(() -> {
            long start = rowsRead();
            long asking = rowsRead() - start;
            long before = rowsRead();
            assertThat(look(most)).hasSize(expected);
            return rowsRead() - before - asking;
        });
    }

    private static long rowsRead() {
        return room.jdbc
                .sql("select sum(variable_value) from information_schema.session_status"
                        + " where variable_name like 'HANDLER\\_READ%'")
                .query(Long.class)
                .single();
    }

    @Test
    void sessionsReadCommittedDataAndKeepPreparedStatements() {
        room.transactions.run(() -> {
            assertThat(room.jdbc
                            .sql("select @@session.tx_isolation")
                            .query(String.class)
                            .single())
                    .isEqualTo("READ-COMMITTED");
            assertThat(room.counted("COM_STMT_PREPARE"))
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
                .containsEntry("sessionVariables", "optimizer_switch='exists_to_in=off'")
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
