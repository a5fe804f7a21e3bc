package io.orderloom.sandbox.schedule;

import java.time.Instant;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks that fall due in business time. A background thread looks at the clock and starts what is due;
 * whoever moves the clock calls {@link #runDue()} to have it done before going on.
 */
public final class Schedule implements AutoCloseable {

    private record Entry(Instant due, long sequence, Runnable task) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
    private static final long TICK_MILLIS = 50;

    private final Supplier<Instant> clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(16, daemons("sandbox-worker-"));
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(daemons("sandbox-tick-"));
    private long sequence;
    private int running;
    private boolean open;

    public Schedule(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /** Begins to run due tasks by itself. Until then they only gather, so that a restart can fill it first. */
    public void start() {
        lock.lock();
        try {
            open = true;
        } finally {
            lock.unlock();
        }
        var unused = ticker.scheduleWithFixedDelay(this::startDue, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Runs the task once, at or soon after the given moment; at once when that has passed. */
    public void at(Instant due, Runnable task) {
        lock.lock();
        try {
            entries.add(new Entry(due, sequence++, task));
        } finally {
            lock.unlock();
        }
        startDue();
    }

    /**
     * When the next task falls due, in business time; empty when nothing waits. While a task runs that is
     * now, since it may plan others: run what is due and ask again.
     */
    public Optional<Instant> nextDue() {
        lock.lock();
        try {
            if (running > 0) {
                return Optional.of(clock.get());
            }
            return Optional.ofNullable(entries.peek()).map(Entry::due);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs everything that is due, also what falls due by running it, and waits until it is done.
     *
     * @return how many tasks it started; those that the background had already started are waited for too
     */
    public int runDue() {
        int started = 0;
        lock.lock();
        try {
            while (true) {
                int batch = startDue();
                started += batch;
                while (running > 0) {
                    idle.await();
                }
                if (batch == 0) {
                    return started;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return started;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            open = false;
        } finally {
            lock.unlock();
        }
        ticker.shutdownNow();
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(6, TimeUnit.SECONDS)) {
                LOG.warn("A task of the sandbox did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int startDue() {
        lock.lock();
        try {
            int started = 0;
            Instant now = clock.get();
            while (open && !entries.isEmpty() && !entries.peek().due().isAfter(now)) {
                Entry entry = entries.remove();
                running++;
                started++;
                workers.execute(() -> run(entry));
            }
            return started;
        } finally {
            lock.unlock();
        }
    }

    private void run(Entry entry) {
        try {
            entry.task().run();
        } catch (RuntimeException e) {
            LOG.error("A task of the sandbox that was due at {} failed", entry.due(), e);
        } finally {
            lock.lock();
            try {
                running--;
                if (running == 0) {
                    idle.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
