package io.orderloom.faults;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One clock for many lives side by side: who wants time to pass waits until all others want it, too, and then
 * the clock is moved once, as far as the most patient of them wants. Only a few lives act at the same moment.
 */
final class SharedTime {

    private final Consumer<Duration> mover;
    private final Semaphore acting;
    private int living;
    private int waiting;
    private long moves;
    private Duration furthest = Duration.ZERO;
    private @Nullable Throwable trouble;

    /** @param acting how many may act at once */
    SharedTime(Consumer<Duration> mover, int acting) {
        this.mover = mover;
        this.acting = new Semaphore(acting);
    }

    /** Announces so many lives, before the first of them begins. */
    synchronized void expect(int lives) {
        living += lives;
    }

    void begin() throws InterruptedException {
        acting.acquire();
    }

    /** A life is over; the others no longer wait for it. */
    void end() {
        acting.release();
        synchronized (this) {
            living--;
            moveWhenAllWait();
        }
    }

    /** Returns when business time has moved at least so far and all that was due is done. */
    void pass(Duration duration) throws InterruptedException {
        acting.release();
        try {
            synchronized (this) {
                long before = moves;
                waiting++;
                furthest = duration.compareTo(furthest) > 0 ? duration : furthest;
                moveWhenAllWait();
                while (moves == before) {
                    wait();
                }
                if (trouble != null) {
                    throw new IllegalStateException("The clock could not be moved", trouble);
                }
            }
        } finally {
            acting.acquire();
        }
    }

    /** How often the clock was moved. */
    synchronized long moves() {
        return moves;
    }

    private void moveWhenAllWait() {
        if (waiting == 0 || waiting < living) {
            return;
        }
        try {
            mover.accept(furthest);
        } catch (RuntimeException | AssertionError e) {
            trouble = e;
        }
        waiting = 0;
        furthest = Duration.ZERO;
        moves++;
        notifyAll();
    }
}
