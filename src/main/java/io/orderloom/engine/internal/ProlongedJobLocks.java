package io.orderloom.engine.internal;

import io.orderloom.engine.LongSteps;
import io.orderloom.shared.UtcTime;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutorContext;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves the end of a running job's lock on, in a transaction of its own. The job's revision stays as it is, so the
 * job ends as if nobody had touched it.
 */
final class ProlongedJobLocks implements LongSteps, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(ProlongedJobLocks.class);

    /** What follows in the same job finds two thirds of the lock. */
    private static final int BEATS_IN_A_LOCK = 3;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Duration lock;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "job-locks");
        thread.setDaemon(true);
        return thread;
    });

    /** @param lock how long a job is locked */
    ProlongedJobLocks(JdbcClient jdbc, PlatformTransactionManager transactions, Duration lock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.lock = lock;
    }

    @Override
    public <T> T run(Supplier<T> work) {
        JobExecutorContext context = Context.getJobExecutorContext();
        JobEntity job = context == null ? null : context.getCurrentJob();
        if (job == null || job.getLockOwner() == null) {
            return work.get();
        }
        String id = job.getId();
        String owner = job.getLockOwner();
        long millis = lock.toMillis() / BEATS_IN_A_LOCK;
        ScheduledFuture<?> beat =
                beats.scheduleAtFixedRate(() -> prolong(id, owner), millis, millis, TimeUnit.MILLISECONDS);
        try {
            return work.get();
        } finally {
            beat.cancel(false);
        }
    }

    private void prolong(String id, String owner) {
        try {
            transaction.executeWithoutResult(
                    status -> jdbc.sql("UPDATE ACT_RU_JOB SET LOCK_EXP_TIME_ = ? WHERE ID_ = ? AND LOCK_OWNER_ = ?")
                            .param(UtcTime.toDatabase(
                                    ClockUtil.getCurrentTime().toInstant().plus(lock)))
                            .param(id)
                            .param(owner)
                            .update());
        } catch (RuntimeException e) {
            // The next beat may succeed; if none does, the job is taken again as that of a dead node would be.
            LOG.warn("The lock of job {} could not be prolonged", id, e);
        }
    }

    @Override
    public void destroy() {
        beats.shutdownNow();
    }
}
