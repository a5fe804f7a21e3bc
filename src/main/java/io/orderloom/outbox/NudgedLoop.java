package io.orderloom.outbox;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs passes on a thread of its own: soon after a nudge, else after a rest. Nudges that come while it draws
 * breath between two passes are served by one pass. A pass that fails is
 * tried again after a growing pause, for ever.
 */
class NudgedLoop {

    /** One pass of the work. */
    interface Pass {

        /** @return whether there is more to do at once */
        boolean run() throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(NudgedLoop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration BREATH = Duration.ofMillis(50);

    private final String name;
    private final Duration rest;
    private final Duration longestPause;
    private final Pass pass;
    private final Semaphore nudges = new Semaphore(0);
    private final Semaphore ending = new Semaphore(0);
    private final Thread thread;
    private volatile boolean running = true;

    NudgedLoop(String name, Duration rest, Duration longestPause, Pass pass) {
        this.name = name;
        this.rest = rest;
        this.longestPause = longestPause;
        this.pass = pass;
        this.thread = new Thread(this::loop, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void nudge() {
        nudges.release();
    }

    /** Lets the pass that runs come to its end, then interrupts it. */
    void stop(Duration patience) {
        running = false;
        nudges.release();
        ending.release();
        try {
            thread.join(patience.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(patience.toMillis());
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        Duration pause = FIRST_PAUSE;
        try {
            while (running) {
                try {
                    nudges.drainPermits();
                    boolean more = pass.run();
                    pause = FIRST_PAUSE;
                    if (!more && running) {
                        if (ending.tryAcquire(BREATH.toMillis(), TimeUnit.MILLISECONDS)) {
                            return;
                        }
                        nudges.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS);
                    }
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    LOG.warn("{} failed, next try in {} ms: {}", name, pause.toMillis(), e.toString());
                    LOG.debug("{} failed", name, e);
                    // a nudge does not shorten this pause: whatever is down shall be left in peace
                    if (ending.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                    Duration doubled = pause.multipliedBy(2);
                    pause = doubled.compareTo(longestPause) > 0 ? longestPause : doubled;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
