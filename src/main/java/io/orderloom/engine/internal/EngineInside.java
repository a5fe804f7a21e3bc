package io.orderloom.engine.internal;

import io.orderloom.engine.DirectMessages;
import io.orderloom.engine.EngineClock;
import io.orderloom.engine.LongSteps;
import io.orderloom.engine.ModelReads;
import io.orderloom.engine.PersonAtTask;
import io.orderloom.engine.ProcessWaits;
import io.orderloom.shared.WireClock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Wires what reaches into the engine. */
@Configuration(proxyBeanMethods = false)
class EngineInside {

    /** After the starter's own plugins, so that nothing of theirs overrides it. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ProcessEnginePlugin enginePlugin(
            DataSource dataSource,
            WireClock clock,
            BeanFactory beans,
            ObjectProvider<ProcessWaits> waits,
            ModelReads reads) {
        return new EnginePlugin(
                dataSource,
                new OrderedIdGenerator(clock),
                new BuildingBlockExpressions(beans),
                LeanManagers.factories(reads),
                List.of(new ElementListener(waits)),
                List.of(new FailedJobIncidents()));
    }

    @Bean
    static BeanPostProcessor jobsAtHand() {
        return new JobsAtHand.InPlaceOfStarters();
    }

    @Bean
    DirectMessages directMessages(ObjectProvider<ProcessEngine> engine) {
        return new MessagesByInstance(engine);
    }

    @Bean
    PersonAtTask personAtTask(ObjectProvider<ProcessEngine> engine) {
        return new SignedInPerson(engine);
    }

    @Bean
    LongSteps longSteps(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            @Value("${camunda.bpm.job-execution.lock-time-in-millis:300000}") long lockMillis) {
        return new ProlongedJobLocks(jdbc, transactions, Duration.ofMillis(lockMillis));
    }

    @Bean
    EngineClock engineClock(ObjectProvider<JobExecutor> jobExecutor, ManagementService management) {
        return new MovableEngineClock(jobExecutor.getIfAvailable(), management);
    }
}
