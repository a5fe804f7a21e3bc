package io.orderloom.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A step that takes longer than a job's lock, under a job executor that looks for abandoned jobs all the time. */
class ProlongedJobLocksTest {

    private static final Duration LOCK = Duration.ofMillis(900);

    @Test
    void aStepThatOutlivesTheLockOfItsJobRunsOnce() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:locks;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
        JdbcClient jdbc = JdbcClient.create(database);
        ProlongedJobLocks locks = new ProlongedJobLocks(jdbc, new JdbcTransactionManager(database), LOCK);
        AtomicInteger runs = new AtomicInteger();
        JavaDelegate longDelegate = execution -> {
            runs.incrementAndGet();
            execution.setVariable("done", locks.run(() -> {
                LocalDateTime first = lockedUntil(jdbc);
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> lockedUntil(jdbc).isAfter(first.plus(LOCK)));
                return Boolean.TRUE;
            }));
        };
        DefaultJobExecutor jobs = new DefaultJobExecutor();
        jobs.setLockTimeInMillis((int) LOCK.toMillis());
        jobs.setWaitTimeInMillis(50);
        jobs.setMaxWait(100);
        ProcessEngineConfigurationImpl configuration = new StandaloneInMemProcessEngineConfiguration();
        configuration.setBeans(Map.of("longDelegate", longDelegate));
        ProcessEngine engine = configuration
                .setDataSource(database)
                .setDatabaseSchemaUpdate("true")
                .setJobExecutor(jobs)
                .setJobExecutorActivate(true)
                .setHistory("none")
                .setMetricsEnabled(false)
                .setProcessEngineName("locks")
                .buildProcessEngine();
        try {
            engine.getRepositoryService()
                    .createDeployment()
                    .addModelInstance(
                            "long.bpmn",
                            Bpmn.createExecutableProcess("Long")
                                    .camundaHistoryTimeToLive(1)
                                    .startEvent()
                                    .serviceTask()
                                    .camundaAsyncBefore()
                                    .camundaDelegateExpression("${longDelegate}")
                                    .userTask()
                                    .done())
                    .deploy();
            engine.getRuntimeService().startProcessInstanceByKey("Long");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> engine.getTaskService().createTaskQuery().count() == 1);

            assertThat(runs).hasValue(1);
        } finally {
            engine.close();
            locks.destroy();
        }
    }

    private static LocalDateTime lockedUntil(JdbcClient jdbc) {
        return jdbc.sql("SELECT LOCK_EXP_TIME_ FROM ACT_RU_JOB")
                .query((row, number) -> row.getObject(1, LocalDateTime.class))
                .single();
    }
}
