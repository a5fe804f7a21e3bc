package io.orderloom.sandbox.gateway;

import io.orderloom.sandbox.books.Journal;
import io.orderloom.sandbox.faults.Fault;
import io.orderloom.sandbox.faults.Faults;
import io.orderloom.sandbox.gateway.Delivery.Progress;
import io.orderloom.sandbox.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Sends what gateways have to tell and repeats it, each on its sender's schedule, until it is taken. Survives
 * a restart of the sandbox.
 */
public final class Deliveries {

    /** A gateway that tells things. */
    public interface Sender {

        /** The request as it would go out now; empty when there is nothing to say any more. */
        Optional<Outbound> compose(Delivery delivery);

        /** The same, broken on its way. */
        Optional<Outbound> composeBroken(Delivery delivery);

        boolean taken(Courier.Reply reply);

        /** The pauses between one attempt and the next; when they are used up it gives up. */
        List<Duration> pauses();
    }

    private static final String KIND = "delivery";

    private final Journal journal;
    private final Schedule schedule;
    private final Supplier<Instant> clock;
    private final Faults faults;
    private final Courier courier;
    private final Map<String, Sender> senders = new ConcurrentHashMap<>();

    public Deliveries(Journal journal, Schedule schedule, Supplier<Instant> clock, Faults faults, Courier courier) {
        this.journal = journal;
        this.schedule = schedule;
        this.clock = clock;
        this.faults = faults;
        this.courier = courier;
        Map<String, Delivery> left = new LinkedHashMap<>();
        journal.replay(KIND, Delivery.class, delivery -> left.put(delivery.id(), delivery));
        left.values().stream()
                .filter(delivery -> delivery.progress() == Progress.UNDER_WAY)
                .forEach(this::plan);
    }

    public void register(String channel, Sender sender) {
        senders.put(channel, sender);
    }

    /** Tells the merchant, from now on. */
    public void send(String channel, String topic, String reference) {
        Delivery delivery = new Delivery(
                UUID.randomUUID().toString(), channel, topic, reference, 0, clock.get(), Progress.UNDER_WAY);
        journal.append(KIND, delivery);
        plan(delivery);
    }

    private void plan(Delivery delivery) {
        schedule.at(delivery.nextAt(), () -> attempt(delivery));
    }

    private void attempt(Delivery delivery) {
        Sender sender = senders.get(delivery.channel());
        if (sender == null) {
            throw new IllegalStateException("Nobody sends for " + delivery.channel());
        }
        Optional<Fault> fault = faults.take(delivery.channel(), Fault.Operation.NOTIFY, delivery.reference());
        Progress progress;
        if (fault.isEmpty()) {
            progress = sender.compose(delivery)
                    .map(request -> sender.taken(courier.carry(request)) ? Progress.TAKEN : Progress.UNDER_WAY)
                    .orElse(Progress.GIVEN_UP);
        } else {
            send(sender, delivery, fault.get());
            progress = Progress.UNDER_WAY;
        }
        List<Duration> pauses = sender.pauses();
        if (progress == Progress.UNDER_WAY && delivery.attempts() < pauses.size()) {
            Delivery next = delivery.after(progress, clock.get().plus(pauses.get(delivery.attempts())));
            journal.append(KIND, next);
            plan(next);
        } else {
            Progress last = progress == Progress.UNDER_WAY ? Progress.GIVEN_UP : progress;
            journal.append(KIND, delivery.after(last, clock.get()));
        }
    }

    /** A broken notification arrives broken; any other fault loses it, or with effect only the answer to it. */
    private void send(Sender sender, Delivery delivery, Fault fault) {
        boolean broken = fault.answer() == Fault.Answer.BAD_SIGNATURE || fault.answer() == Fault.Answer.HALF_BODY;
        if (broken) {
            sender.composeBroken(delivery).ifPresent(courier::carry);
        } else if (fault.effect()) {
            sender.compose(delivery).ifPresent(courier::carry);
        }
    }
}
