package io.orderloom.sandbox.gateway;

import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lets accepted refunds reach their end after a while, as banks do. */
public final class Settlement {

    private final Books books;
    private final Schedule schedule;
    private final Supplier<Instant> clock;
    private final Duration delay;

    public Settlement(Books books, Schedule schedule, Supplier<Instant> clock, Duration delay) {
        this.books = books;
        this.schedule = schedule;
        this.clock = clock;
        this.delay = delay;
    }

    /** Plans again what a stop of the sandbox interrupted. */
    public void resume(String channel, Consumer<Refund> announcement) {
        books.refunds().stream()
                .filter(refund -> refund.channel().equals(channel))
                .filter(refund -> refund.state() == Refund.State.PROCESSING)
                .forEach(refund -> plan(refund, announcement));
    }

    /** Plans the end of a refund; one that shall stay undecided waits for a tester's word. */
    public void plan(Refund refund, Consumer<Refund> announcement) {
        if (refund.settlesAs() != Refund.State.PROCESSING) {
            schedule.at(refund.createdAt().plus(delay), () -> settle(refund.refundNo(), refund.settlesAs())
                    .ifPresent(announcement));
        }
    }

    /**
     * Ends a refund that is still undecided, or brings one that could not reach the payer there after all, as
     * people do at the merchant's platform; empty when it is neither.
     */
    public Optional<Refund> settle(String refundNo, Refund.State as) {
        return books.inOnePiece(() -> books.refund(refundNo)
                .filter(refund -> refund.state() == Refund.State.PROCESSING
                        || (refund.state() == Refund.State.ABNORMAL && as == Refund.State.SUCCESS))
                .map(refund -> books.write(refund.settled(as, clock.get()))));
    }
}
