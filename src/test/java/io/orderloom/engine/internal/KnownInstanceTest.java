package io.orderloom.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a job takes along of its instance is believed for five seconds, however many jobs pass it on. */
class KnownInstanceTest {

    private static final WholeInstances.Rows ROWS = new WholeInstances.Rows(List.of(), List.of(), List.of(), List.of());

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);

    @Test
    void whatWasJustCommittedIsTakenOnce() {
        KnownInstance known = new KnownInstance(ROWS, nanoTime::get);
        pass(Duration.ofMillis(4999));

        assertThat(known.take()).isSameAs(ROWS);
        assertThat(known.take()).isNull();
    }

    @Test
    void whatLayForFiveSecondsIsReadAgain() {
        KnownInstance known = new KnownInstance(ROWS, nanoTime::get);
        pass(Duration.ofSeconds(5));

        assertThat(known.take()).isNull();
    }

    @Test
    void whatOneJobLeavesToTheNextIsAsOldAsWhatItKnewItself() {
        KnownInstance known = new KnownInstance(ROWS, nanoTime::get);
        pass(Duration.ofSeconds(3));
        known.take();
        known.becomes(ROWS);
        pass(Duration.ofSeconds(3));

        assertThat(known.take()).isNull();
    }

    @Test
    void whatIsReadAgainIsNewAgain() {
        KnownInstance known = new KnownInstance(ROWS, nanoTime::get);
        pass(Duration.ofSeconds(6));
        known.take();
        known.becomes(ROWS);
        pass(Duration.ofSeconds(4));

        assertThat(known.take()).isSameAs(ROWS);
    }

    @Test
    void anInstanceOfWhichNotAllWasCommittedByItsJobIsRead() {
        KnownInstance known = new KnownInstance(ROWS, nanoTime::get);
        known.take();
        known.becomes(null);

        assertThat(known.take()).isNull();
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
