package io.orderloom.engine;

import io.orderloom.shared.DueWork;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Does all {@link DueWork} as it falls due, once the service is ready. Whoever moves the clock pauses it
 * meanwhile and does the work in order.
 */
@Component
public class DueWorkRunner implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(DueWorkRunner.class);
    private static final int MOST_THREADS = 4;

    private final ObjectProvider<DueWork> works;
    private final ScheduleSettings settings;
    private final ReadWriteLock turn = new ReentrantReadWriteLock();
    private @Nullable ScheduledThreadPoolExecutor threads;
    private volatile boolean paused;

    DueWorkRunner(ObjectProvider<DueWork> works, ScheduleSettings settings) {
        this.works = works;
        this.settings = settings;
    }

    /** All work that falls due, in a fixed order. */
    public List<DueWork> works() {
        return works.orderedStream().toList();
    }

    /** Waits until what runs has ended, and begins nothing more. */
    public void pause() {
        // Said first: a turn that never runs out of work ends only because it is told to.
        paused = true;
        turn.writeLock().lock();
        try {
            LOG.debug("No due work is under way any more");
        } finally {
            turn.writeLock().unlock();
        }
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        paused = false;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        List<DueWork> all = works();
        if (!settings.enabled() || all.isEmpty() || threads != null) {
            return;
        }
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(
                Math.min(all.size(), MOST_THREADS), new CustomizableThreadFactory("due-work-"));
        long interval = settings.pollInterval().toMillis();
        for (DueWork work : all) {
            var unused = started.scheduleWithFixedDelay(() -> turn(work), interval, interval, TimeUnit.MILLISECONDS);
        }
        threads = started;
    }

    private void turn(DueWork work) {
        turn.readLock().lock();
        try {
            boolean more = true;
            while (more && !paused && !Thread.currentThread().isInterrupted()) {
                more = work.runDue() > 0;
            }
        } catch (RuntimeException e) {
            // a scheduled task that throws is never run again
            LOG.warn(
                    "Due work of {} failed, next try at the next turn",
                    work.getClass().getSimpleName(),
                    e);
        } finally {
            turn.readLock().unlock();
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        if (threads != null) {
            threads.shutdownNow();
            threads.awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
