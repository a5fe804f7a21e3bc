package io.orderloom.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.camunda.bpm.engine.impl.jobexecutor.AcquireJobsRunnable;
import org.camunda.bpm.engine.impl.jobexecutor.JobAcquisitionStrategy;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.test.util.ReflectionTestUtils;

/** When the node looks for more jobs. */
class JobsAtHandTest {

    private final ThreadPoolTaskExecutor threads = new ThreadPoolTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);

    @BeforeEach
    void begin() {
        threads.setCorePoolSize(1);
        threads.setMaxPoolSize(1);
        threads.setQueueCapacity(4);
        threads.initialize();
    }

    @AfterEach
    void end() {
        end.countDown();
        threads.shutdown();
    }

    @Test
    void thereAreManyAsLongAsMoreThanHalfOfTheQueueIsFull() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        threads.execute(() -> {
            began.countDown();
            untilTheEnd();
        });
        began.await();
        assertThat(JobsAtHand.areMany(threads)).as("one runs, none waits").isFalse();

        threads.execute(this::untilTheEnd);
        threads.execute(this::untilTheEnd);
        assertThat(JobsAtHand.areMany(threads)).as("half of the queue is free").isFalse();

        threads.execute(this::untilTheEnd);
        assertThat(JobsAtHand.areMany(threads)).as("less than half is free").isTrue();
        assertThat(JobsAtHand.areMany(new SyncTaskExecutor()))
                .as("threads without a queue")
                .isFalse();
    }

    @Test
    void aDoneJobSendsForMoreOnlyAsThoseAtHandRunOut() {
        JobsAtHand jobs = onTheseThreads();
        AcquireJobsRunnable acquisition = new AcquireJobsRunnable(jobs) {
            @Override
            public void run() {
                throw new UnsupportedOperationException("what it is told stays with it");
            }
        };
        ReflectionTestUtils.setField(jobs, "acquireJobsRunnable", acquisition);
        ReflectionTestUtils.setField(jobs, "isActive", true);
        fillTheQueueBeyondHalf();

        jobs.jobWasAdded();
        assertThat(acquisition.isJobAdded()).as("three wait, two would be half").isFalse();

        threads.getThreadPoolExecutor().getQueue().remove();
        jobs.jobWasAdded();
        assertThat(acquisition.isJobAdded()).isTrue();
    }

    @Test
    void aLookTakesNothingAndWaitsWhileThereIsMuchToDo() {
        JobsAtHand jobs = onTheseThreads();
        jobs.setMaxJobsPerAcquisition(16);
        JobAcquisitionStrategy looks = jobs.new LookAsJobsRunOut();
        assertThat(looks.getNumJobsToAcquire("engine")).isEqualTo(16);
        assertThat(looks.getWaitTime()).isZero();

        fillTheQueueBeyondHalf();
        assertThat(looks.getNumJobsToAcquire("engine")).isZero();
        assertThat(looks.getWaitTime())
                .as("milliseconds, unless it is woken before")
                .isEqualTo(100);

        threads.getThreadPoolExecutor().getQueue().remove();
        assertThat(looks.getNumJobsToAcquire("engine")).isEqualTo(16);
        assertThat(looks.getWaitTime()).isZero();
    }

    @Test
    void aStartedExecutorLooksThatWay() {
        JobsAtHand jobs = onTheseThreads();
        jobs.ensureInitialization();

        AcquireJobsRunnable acquisition = jobs.getAcquireJobsRunnable();
        JobAcquisitionStrategy looks = ReflectionTestUtils.invokeMethod(acquisition, "initializeAcquisitionStrategy");
        assertThat(looks).isInstanceOf(JobsAtHand.LookAsJobsRunOut.class);
        assertThat(jobs.getAcquireJobsCmd(1)).isInstanceOf(AcquireWithInstances.class);
    }

    private JobsAtHand onTheseThreads() {
        SpringJobExecutor starters = new SpringJobExecutor();
        starters.setTaskExecutor(threads);
        return (JobsAtHand) new JobsAtHand.InPlaceOfStarters().postProcessBeforeInitialization(starters, "jobExecutor");
    }

    /** One runs, three wait where two would be half. */
    private void fillTheQueueBeyondHalf() {
        for (int i = 0; i < 4; i++) {
            threads.execute(this::untilTheEnd);
        }
    }

    @Test
    void itHasTheSettingsOfTheStartersExecutorAndLeavesOtherBeansAlone() {
        SpringJobExecutor starters = new SpringJobExecutor();
        starters.setTaskExecutor(threads);
        starters.setLockTimeInMillis(1);
        starters.setMaxJobsPerAcquisition(2);
        starters.setWaitTimeInMillis(3);
        starters.setMaxWait(4);
        starters.setWaitIncreaseFactor(5);
        starters.setBackoffTimeInMillis(6);
        starters.setMaxBackoff(7);
        starters.setBackoffDecreaseThreshold(8);
        JobsAtHand.InPlaceOfStarters exchange = new JobsAtHand.InPlaceOfStarters();

        assertThat(exchange.postProcessBeforeInitialization(starters, "jobExecutor"))
                .isInstanceOf(JobsAtHand.class)
                .usingRecursiveComparison()
                .comparingOnlyFields(
                        "taskExecutor",
                        "lockTimeInMillis",
                        "maxJobsPerAcquisition",
                        "waitTimeInMillis",
                        "maxWait",
                        "waitIncreaseFactor",
                        "backoffTimeInMillis",
                        "maxBackoff",
                        "backoffDecreaseThreshold",
                        "rejectedJobsHandler")
                .isEqualTo(starters);
        assertThat(exchange.postProcessBeforeInitialization(threads, "threads")).isSameAs(threads);
    }

    private void untilTheEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
