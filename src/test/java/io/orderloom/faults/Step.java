package io.orderloom.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * One thing that befalls an order. The numbers choose among what there is at that moment (the payments opened so
 * far, the amounts, …), counted round and round, so that every sequence of steps makes sense and a shorter one
 * does, too. Written as {@code KIND.a.b}, and read again from there.
 */
record Step(Kind kind, int a, int b) {

    /** What befalls it. */
    enum Kind {
        /** The shopper opens a payment by channel a in scene b. */
        OPEN,
        /** Payment a is paid; the shop is told unless b is 0. */
        PAY,
        /** The same, although it is closed or expired. */
        FORCE,
        CANCEL,
        /** Staff gives one of a few amounts back, a fen and everything among them. */
        REFUND_AMOUNT,
        /** Staff gives b units of line a back. */
        REFUND_UNITS,
        /** Staff gives back what is left. */
        REFUND_REST,
        /** The last request again, under its key. */
        REPEAT,
        /** The gateway tells of payment a again, b times at once. */
        NOTIFY,
        /** The gateway tells of the last refund again, b times at once. */
        NOTIFY_REFUND,
        /** Somebody sends a broken notification of payment a. */
        FORGE,
        /** The gateway of the last payment will fail so, some calls long. */
        FAULT,
        /** The warehouse sends everything. */
        SHIP,
        /** The shopper wants other goods, a and b say which, for units of a line. */
        EXCHANGE,
        /** Whoever's turn it is in exchange a does the next thing; b says how. */
        GO_ON,
        /** Two of these at the same moment. */
        TOGETHER,
        PASS,
        /** The service is killed and started again. */
        CRASH
    }

    private static final int NUMBERS = 400;

    /** How lives begin, so that most of them come to money soon. */
    private static final List<Tuple.Tuple2<Integer, List<Kind>>> BEGINNINGS = List.of(
            Tuple.of(1, List.of()),
            Tuple.of(2, List.of(Kind.OPEN)),
            Tuple.of(3, List.of(Kind.FAULT, Kind.OPEN, Kind.PAY, Kind.PASS)),
            Tuple.of(3, List.of(Kind.OPEN, Kind.FAULT, Kind.PAY, Kind.PASS)),
            Tuple.of(3, List.of(Kind.OPEN, Kind.PAY, Kind.PASS, Kind.FAULT, Kind.REFUND_AMOUNT)),
            Tuple.of(2, List.of(Kind.OPEN, Kind.OPEN, Kind.FAULT, Kind.PAY, Kind.PAY, Kind.PASS)),
            Tuple.of(2, List.of(Kind.OPEN, Kind.PAY, Kind.PASS, Kind.SHIP, Kind.EXCHANGE, Kind.GO_ON, Kind.GO_ON)),
            Tuple.of(
                    3,
                    List.of(
                            Kind.OPEN,
                            Kind.PAY,
                            Kind.PASS,
                            Kind.SHIP,
                            Kind.EXCHANGE,
                            Kind.GO_ON,
                            Kind.FAULT,
                            Kind.GO_ON,
                            Kind.PASS,
                            Kind.GO_ON,
                            Kind.GO_ON)),
            Tuple.of(2, List.of(Kind.OPEN, Kind.CANCEL, Kind.FAULT, Kind.FORCE, Kind.PASS)));

    /** A beginning and so many steps more; the service crashes in them only where it may. */
    static Arbitrary<List<Step>> sequences(int most, boolean withCrashes) {
        List<Tuple.Tuple2<Integer, Kind>> often = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (kind != Kind.CRASH || withCrashes) {
                often.add(Tuple.of(weight(kind), kind));
            }
        }
        Arbitrary<List<Step>> beginning = Arbitraries.frequency(BEGINNINGS).flatMap(kinds -> Combinators.combine(
                        kinds.stream().map(kind -> step(Arbitraries.just(kind))).toList())
                .as(steps -> steps));
        Arbitrary<List<Step>> more =
                step(Arbitraries.frequency(often)).list().ofMinSize(most / 2).ofMaxSize(most);
        return Combinators.combine(beginning, more).as((first, then) -> Stream.concat(first.stream(), then.stream())
                .toList());
    }

    private static Arbitrary<Step> step(Arbitrary<Kind> kinds) {
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, NUMBERS).withDistribution(RandomDistribution.uniform()),
                        Arbitraries.integers().between(0, NUMBERS).withDistribution(RandomDistribution.uniform()))
                .as(Step::new);
    }

    private static int weight(Kind kind) {
        if (Set.of(Kind.OPEN, Kind.PAY, Kind.FAULT, Kind.PASS, Kind.GO_ON).contains(kind)) {
            return 4;
        }
        return Set.of(Kind.SHIP, Kind.CRASH, Kind.FORGE).contains(kind) ? 1 : 2;
    }

    static String text(List<Step> steps) {
        return steps.stream().map(Step::toString).collect(Collectors.joining(" "));
    }

    /** @throws IllegalArgumentException when it is not what {@link #text} writes */
    static List<Step> read(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .map(step -> step.split("\\.", -1))
                .map(parts -> new Step(Kind.valueOf(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])))
                .toList();
    }

    /** One of these, counted round and round. */
    static <T> T choose(List<T> all, int number) {
        return all.get(number % all.size());
    }

    @Override
    public String toString() {
        return kind + "." + a + "." + b;
    }
}
