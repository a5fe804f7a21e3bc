package io.orderloom.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a number of orders of one variant in flight: a few threads take whichever order waited longest one
 * step further. Orders stay in flight between the segments, so that a segment begins in the middle of things.
 */
final class Driver {

    static final int THREADS = 12;
    static final int IN_FLIGHT = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);
    private static final Step[] STEPS = Step.values();
    /** Steps that need no job of the parcel. */
    private static final int BEFORE_THE_CARRIER = List.of(STEPS).indexOf(Step.SIGNED);

    private static final long NOBODY_READY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Variant variant;
    private final Queue<Traveller> waiting = new ConcurrentLinkedQueue<>();

    Driver(Variant variant) {
        this.variant = variant;
    }

    /** Puts orders in flight, spread evenly over their lives, so that they do not march in step. */
    private void depart() {
        for (int i = 0; i < IN_FLIGHT; i++) {
            Traveller traveller = new Traveller(variant.newOrder());
            for (int walked = 0; walked < i % BEFORE_THE_CARRIER; walked++) {
                takeWhenReady(traveller);
            }
            waiting.add(traveller);
        }
    }

    private static void takeWhenReady(Traveller traveller) {
        while (!traveller.way.ready(traveller.next())) {
            LockSupport.parkNanos(NOBODY_READY_NANOS);
        }
        traveller.way.take(traveller.next());
        traveller.done++;
    }

    /** Leads so many new orders through their whole lives, side by side; for counting, not for times. */
    Cost lead(int orders) {
        variant.wake();
        try {
            List<Traveller> travellers = new ArrayList<>();
            for (int i = 0; i < orders; i++) {
                travellers.add(new Traveller(variant.newOrder()));
            }
            Cost before = Cost.until(variant.server());
            for (int step = 0; step < STEPS.length; step++) {
                travellers.forEach(Driver::takeWhenReady);
            }
            return Cost.until(variant.server()).since(before).each(orders);
        } finally {
            variant.rest();
        }
    }

    Variant variant() {
        return variant;
    }

    /** One order on its way, in one thread's hands at a time. */
    private static final class Traveller {

        private final Variant.Way way;
        private int done;

        Traveller(Variant.Way way) {
            this.way = way;
        }

        Step next() {
            return STEPS[done];
        }
    }

    /**
     * What one stretch of time gave.
     *
     * @param orders orders that were completed; steps taken count for their part
     * @param nanos how long each call took, sorted
     */
    record Segment(double orders, double seconds, Cost cost, Map<Step, long[]> nanos, int failures) {

        long[] nanosOf(Step step) {
            return Objects.requireNonNull(nanos.get(step));
        }

        double ordersPerSecond() {
            return orders / seconds;
        }

        Cost each() {
            return cost.each(orders);
        }
    }

    Segment run(Duration duration) {
        variant.wake();
        try {
            if (waiting.isEmpty()) {
                depart();
            }
            return measured(duration);
        } finally {
            variant.rest();
        }
    }

    private Segment measured(Duration duration) {
        Map<Step, Queue<Long>> times = new EnumMap<>(Step.class);
        for (Step step : STEPS) {
            times.put(step, new ConcurrentLinkedQueue<>());
        }
        AtomicInteger failures = new AtomicInteger();
        Cost before = Cost.until(variant.server());
        long began = System.nanoTime();
        long end = began + duration.toNanos();
        CountDownLatch ended = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            work(end, times, failures);
                        } finally {
                            ended.countDown();
                        }
                    },
                    "bench-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        Cost cost = Cost.until(variant.server()).since(before);
        Map<Step, long[]> sorted = new EnumMap<>(Step.class);
        int steps = 0;
        for (Step step : STEPS) {
            long[] values = Objects.requireNonNull(times.get(step)).stream()
                    .mapToLong(Long::longValue)
                    .sorted()
                    .toArray();
            sorted.put(step, values);
            steps += values.length;
        }
        return new Segment((double) steps / STEPS.length, seconds, cost, sorted, failures.get());
    }

    private void work(long end, Map<Step, Queue<Long>> times, AtomicInteger failures) {
        int unready = 0;
        while (System.nanoTime() < end) {
            Traveller traveller = waiting.poll();
            if (traveller == null) {
                LockSupport.parkNanos(NOBODY_READY_NANOS);
                continue;
            }
            Step step = traveller.next();
            if (!traveller.way.ready(step)) {
                waiting.add(traveller);
                if (++unready % THREADS == 0) {
                    LockSupport.parkNanos(NOBODY_READY_NANOS);
                }
                continue;
            }
            long began = System.nanoTime();
            try {
                traveller.way.take(step);
                long took = System.nanoTime() - began;
                Objects.requireNonNull(times.get(step)).add(took);
                traveller.done++;
            } catch (RuntimeException e) {
                if (failures.getAndIncrement() == 0) {
                    LOG.warn("{}: '{}' failed and is taken again", variant.name(), step.text(), e);
                }
            }
            waiting.add(traveller.done == STEPS.length ? new Traveller(variant.newOrder()) : traveller);
        }
    }

    static double percentileMillis(long[] sorted, double part) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * part))] / 1e6;
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
