package io.orderloom.engine;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.OrderLock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells facts as BPMN messages, and keeps those that nobody takes. */
@Component
class MessageSignals implements ProcessSignals {

    /**
     * How soon a fact that nobody waited for is looked at again. It covers a process that came to its wait
     * in a transaction which was still open then; later the process itself re-arms the fact.
     */
    static final Duration FIRST_LOOK = Duration.ofSeconds(2);

    /** Set while {@link SurvivingFacts} repeats a unit because telling failed. */
    static final ThreadLocal<@Nullable TellingFailed> KEEP_BECAUSE = new ThreadLocal<>();

    private final SignalDelivery delivery;
    private final KeptSignalStore kept;
    private final ObjectProvider<OrderLock> orderLock;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;

    MessageSignals(
            SignalDelivery delivery,
            KeptSignalStore kept,
            ObjectProvider<OrderLock> orderLock,
            BusinessNumbers numbers,
            BusinessClock clock) {
        this.delivery = delivery;
        this.kept = kept;
        this.orderLock = orderLock;
        this.numbers = numbers;
        this.clock = clock;
    }

    @Override
    public void tell(ProcessSignal signal) {
        TellingFailed failed = KEEP_BECAUSE.get();
        if (failed != null) {
            keep(signal, failed);
            return;
        }
        if (!delivery.tell(signal)) {
            keep(signal, null);
        }
    }

    @Override
    public void tellWhoWaits(ProcessSignal signal) {
        TellingFailed failed = KEEP_BECAUSE.get();
        if (failed != null) {
            keep(signal, failed);
            return;
        }
        delivery.tell(signal);
    }

    private void keep(ProcessSignal signal, @Nullable TellingFailed failed) {
        Instant now = clock.now();
        orderLock.ifAvailable(lock -> lock.tellingPutOff(signal.orderNo()));
        boolean isTheFailedOne = failed != null && Objects.equals(failed.signal(), signal);
        ElementTrail.Element element = isTheFailedOne && failed != null ? failed.element() : null;
        kept.insert(new KeptSignalStore.Row(
                numbers.next(),
                signal,
                now,
                isTheFailedOne ? 1 : 0,
                failed == null ? now.plus(FIRST_LOOK) : isTheFailedOne ? now.plus(KeptSignalRelay.pause(1)) : now,
                isTheFailedOne && failed != null ? failed.reason() : null,
                element == null ? null : element.id(),
                element == null ? null : element.name(),
                null));
    }
}
