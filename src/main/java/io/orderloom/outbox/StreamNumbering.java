package io.orderloom.outbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives committed events their position in the stream. Positions are taken by one conditional update, whose row
 * stays locked until the commit, and what is to get them is read in the same view of the database as the last one
 * given, so positions appear without gaps and in one line; an order's events are committed one after the other (its lock),
 * so what a pass sees of an order is the beginning of what is still unnumbered, and keeps its sequence.
 */
@Component
class StreamNumbering implements EventStream, SmartLifecycle {

    private record Numbered(long last, boolean more) {}

    static final int BATCH = 200;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final OutboxRepository repository;
    private final TransactionTemplate transaction;
    private final OutboxSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private long lastGiven;
    private volatile @Nullable NudgedLoop loop;
    private volatile @Nullable Runnable listener;

    StreamNumbering(OutboxRepository repository, PlatformTransactionManager transactions, OutboxSettings settings) {
        this.repository = repository;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        this.settings = settings;
    }

    @Override
    public List<StreamedEvent> after(long position, int limit) {
        return repository.after(position, limit);
    }

    @Override
    public void awaitAfter(long position, Duration atMost) throws InterruptedException {
        long remaining = atMost.toNanos();
        lock.lock();
        try {
            while (lastGiven <= position && remaining > 0) {
                remaining = news.awaitNanos(remaining);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Something was committed on this node; returns at once. */
    void nudge() {
        NudgedLoop running = loop;
        if (running != null) {
            running.nudge();
        }
    }

    /** Who else on this node wants to hear of new positions at once. */
    void announceTo(Runnable listener) {
        this.listener = listener;
    }

    /**
     * Numbers one batch.
     *
     * @return whether there may be more
     */
    boolean pass() {
        Numbered numbered = transaction.execute(status -> numberBatch());
        if (numbered == null) {
            return false;
        }
        announce(numbered.last());
        return numbered.more();
    }

    /** @return null when nothing waits for its position */
    private @Nullable Numbered numberBatch() {
        List<OutboxRepository.Unnumbered> events = repository.unnumbered(BATCH);
        if (events.isEmpty()) {
            return null;
        }
        long last = events.get(0).last();
        if (!repository.takePositions(last, events.size())) {
            // Another node was faster, perhaps with these very events: look again.
            return new Numbered(last, true);
        }
        repository.number(events, last);
        return new Numbered(last + events.size(), events.size() == BATCH);
    }

    private void announce(long last) {
        Runnable other = listener;
        if (other != null) {
            other.run();
        }
        lock.lock();
        try {
            lastGiven = Math.max(lastGiven, last);
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public synchronized void start() {
        NudgedLoop started = new NudgedLoop("outbox-numbering", settings.poll(), LONGEST_PAUSE, this::pass);
        loop = started;
        started.start();
    }

    @Override
    public synchronized void stop() {
        if (loop != null) {
            loop.stop(PATIENCE);
            loop = null;
        }
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }

    @Override
    public int getPhase() {
        return OutboxConfiguration.RELAY_PHASE;
    }
}
