package io.orderloom.engine.internal;

import io.orderloom.engine.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** The engine's clock by way of its inside: its static clock and its job executor. */
final class MovableEngineClock implements EngineClock {

    private static final Logger LOG = LoggerFactory.getLogger(MovableEngineClock.class);
    private static final int BATCH = 100;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final @Nullable JobExecutor jobExecutor;
    private final ManagementService management;

    MovableEngineClock(@Nullable JobExecutor jobExecutor, ManagementService management) {
        this.jobExecutor = jobExecutor;
        this.management = management;
    }

    @Override
    public Instant now() {
        return ClockUtil.getCurrentTime().toInstant();
    }

    @Override
    public void moveTo(Duration offset) {
        if (offset.isZero()) {
            ClockUtil.reset();
        } else {
            ClockUtil.offset(offset.toMillis());
        }
    }

    @Override
    public void pause(Duration longest) {
        if (jobExecutor == null) {
            return;
        }
        jobExecutor.shutdown();
        if (jobExecutor instanceof SpringJobExecutor spring
                && spring.getTaskExecutor() instanceof ThreadPoolTaskExecutor threads) {
            long until = System.nanoTime() + longest.toNanos();
            while (threads.getActiveCount() > 0 || threads.getQueueSize() > 0) {
                if (System.nanoTime() - until > 0) {
                    jobExecutor.start();
                    throw new IllegalStateException("The running jobs did not end within " + longest);
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }

    @Override
    public void resume() {
        if (jobExecutor != null) {
            jobExecutor.start();
        }
    }

    @Override
    public Optional<Instant> nextDue() {
        List<Job> first = management
                .createJobQuery()
                .withRetriesLeft()
                .active()
                .orderByJobDuedate()
                .asc()
                .listPage(0, 1);
        return first.stream()
                .findFirst()
                .map(job -> job.getDuedate() == null ? now() : job.getDuedate().toInstant());
    }

    @Override
    public int runDue() {
        List<Job> due = management
                .createJobQuery()
                .withRetriesLeft()
                .active()
                .executable()
                .orderByJobDuedate()
                .asc()
                .listPage(0, BATCH);
        due.forEach(this::run);
        return due.size();
    }

    private void run(Job job) {
        try {
            management.executeJob(job.getId());
        } catch (ProcessEngineException e) {
            LOG.info(
                    "Job {} at {} failed while the clock was moved: {}",
                    job.getId(),
                    job.getProcessDefinitionKey(),
                    Objects.toString(e.getMessage(), e.getClass().getSimpleName()));
        } catch (RuntimeException e) {
            LOG.info(
                    "Job {} failed while the clock was moved: {}",
                    job.getId(),
                    e.getClass().getSimpleName());
        }
    }
}
