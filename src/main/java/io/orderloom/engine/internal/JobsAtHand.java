package io.orderloom.engine.internal;

import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Looks for more jobs as those at hand run out. The engine's own looks again whenever one is done: while thousands wait,
 * its queue then has room for one or two more, and each of them costs a look of its own.
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

    /** What is not heard of is found by the next look: a tenth of a second later while jobs are refused, else two seconds at most. */
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
