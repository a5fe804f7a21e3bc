package io.orderloom.engine.internal;

import java.util.List;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.jobexecutor.AcquiredJobs;
import org.camunda.bpm.engine.impl.jobexecutor.BackoffJobAcquisitionStrategy;
import org.camunda.bpm.engine.impl.jobexecutor.JobAcquisitionStrategy;
import org.camunda.bpm.engine.impl.jobexecutor.SequentialJobAcquisitionRunnable;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Looks for more jobs as those at hand run out. The engine's own looks again whenever one is done: while thousands wait,
 * its queue then has room for one or two more, and each of them costs a look of its own. What a look finds is executed
 * with what it knows of it ({@link JobsOfInstance}).
 */
final class JobsAtHand extends SpringJobExecutor {

    private JobsAtHand(SpringJobExecutor settings) {
        setTaskExecutor(settings.getTaskExecutor());
        setRejectedJobsHandler(settings.getRejectedJobsHandler());
        setLockTimeInMillis(settings.getLockTimeInMillis());
        setMaxJobsPerAcquisition(settings.getMaxJobsPerAcquisition());
        setWaitTimeInMillis(settings.getWaitTimeInMillis());
        setMaxWait(settings.getMaxWait());
        setWaitIncreaseFactor(settings.getWaitIncreaseFactor());
        setBackoffTimeInMillis(settings.getBackoffTimeInMillis());
        setMaxBackoff(settings.getMaxBackoff());
        setBackoffDecreaseThreshold(settings.getBackoffDecreaseThreshold());
    }

    /** Takes the place of the starter's, with its settings. */
    static final class InPlaceOfStarters implements BeanPostProcessor {

        @Override
        public Object postProcessBeforeInitialization(Object bean, String beanName) {
            return bean instanceof SpringJobExecutor starters ? new JobsAtHand(starters) : bean;
        }
    }

    @Override
    public Command<AcquiredJobs> getAcquireJobsCmd(int number) {
        return new AcquireWithInstances(this, number);
    }

    @Override
    protected void ensureInitialization() {
        super.ensureInitialization();
        acquireJobsRunnable = new SequentialJobAcquisitionRunnable(this) {
            @Override
            protected JobAcquisitionStrategy initializeAcquisitionStrategy() {
                return new LookAsJobsRunOut();
            }
        };
    }

    /** Takes nothing while there is much to do, and asks again after a tenth of a second unless it is woken before. */
    final class LookAsJobsRunOut extends BackoffJobAcquisitionStrategy {

        LookAsJobsRunOut() {
            super(JobsAtHand.this);
        }

        @Override
        public int getNumJobsToAcquire(String engine) {
            return areMany(getTaskExecutor()) ? 0 : super.getNumJobsToAcquire(engine);
        }

        @Override
        public long getWaitTime() {
            return areMany(getTaskExecutor())
                    ? Math.max(DEFAULT_EXECUTION_SATURATION_WAIT_TIME, super.getWaitTime())
                    : super.getWaitTime();
        }
    }

    @Override
    public Runnable getExecuteJobsRunnable(List<String> jobIds, ProcessEngineImpl engine) {
        return jobIds instanceof JobsOfInstance known
                ? new ExecuteByInstance(known, engine)
                : super.getExecuteJobsRunnable(jobIds, engine);
    }

    /** What is not heard of is found by the first look after the queue is half empty, which may come two seconds later. */
    @Override
    public void jobWasAdded() {
        if (!areMany(getTaskExecutor())) {
            super.jobWasAdded();
        }
    }

    /** Whether the threads have more jobs before them than half of their queue holds. */
    static boolean areMany(TaskExecutor threads) {
        return threads instanceof ThreadPoolTaskExecutor pool && pool.getQueueSize() > pool.getQueueCapacity() / 2;
    }
}
