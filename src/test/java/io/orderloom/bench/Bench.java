package io.orderloom.bench;

import io.orderloom.bench.Driver.Segment;
import io.orderloom.bench.Options.Part;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Compares the product with Camunda's default configuration and with plain JDBC, and prints one Markdown
 * table. What the variants are and what is counted: {@code docs/operations/performance.md}.
 */
public final class Bench {

    private static final int HTTP_WARM_UP_PARTS = 2;
    private static final int WAITING_WARM_UP_PARTS = 5;
    private static final int TIMER_ROUNDS = 3;
    private static final int COUNTED = 100;
    private static final int COUNTED_BEFORE = 20;

    private final Options options;
    private final PrintStream out;
    private final List<String> table = new ArrayList<>();
    private final List<String> floors = new ArrayList<>();

    private Bench(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        Options options;
        try {
            options = Options.of(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        int status = 0;
        try {
            new Bench(options, System.out).run();
        } catch (RuntimeException e) {
            e.printStackTrace();
            status = 1;
        }
        System.out.flush();
        // The servers end with this process; waiting for every pool and thread of four services would take longer
        // than some of the measurements.
        Runtime.getRuntime().halt(status);
    }

    private void run() throws Exception {
        long began = System.nanoTime();
        try {
            if (!EnumSet.of(Part.HTTP).containsAll(options.parts())) {
                inOneJvm();
            }
            if (options.parts().contains(Part.HTTP)) {
                overHttp();
            }
        } finally {
            out.println();
            table.forEach(out::println);
            out.println();
            floors.forEach(out::println);
        }
        out.printf("%nTook %d s.%n", (System.nanoTime() - began) / 1_000_000_000L);
    }

    private void inOneJvm() {
        progress("making the databases");
        CompletableFuture<BenchDatabase> first = BenchDatabase.prepare();
        CompletableFuture<BenchDatabase> second = BenchDatabase.prepare();
        CompletableFuture<BenchDatabase> third = BenchDatabase.prepare();
        CompletableFuture.allOf(first, second, third).join();
        progress("starting the variants");
        ServiceVariant productVariant = ServiceVariant.product("product", first.join());
        ServiceVariant stockVariant = ServiceVariant.onCamundaDefaults("Camunda's defaults", second.join());
        Driver product = new Driver(productVariant);
        Driver stock = new Driver(stockVariant);
        Driver plain = new Driver(new PlainJdbcVariant(third.join()));
        if (options.parts().contains(Part.STATEMENTS)) {
            statements(List.of(product, stock, plain));
        }
        if (!EnumSet.of(Part.STATEMENTS).containsAll(options.parts())) {
            warmUp(List.of(product, stock, product, stock, plain));
        }
        if (options.parts().contains(Part.SERVICE)) {
            compare(List.of(product, stock, plain));
        }
        if (options.parts().contains(Part.WAITING)) {
            waiting(product);
        }
        if (options.parts().contains(Part.TIMERS)) {
            timers(productVariant, stockVariant);
        }
    }

    private void warmUp(List<Driver> drivers) {
        progress("warming up for " + options.warmUp().toSeconds() + " s");
        int turns = 3;
        Duration each = options.warmUp().dividedBy((long) turns * drivers.size());
        for (int turn = 0; turn < turns; turn++) {
            drivers.forEach(driver -> driver.run(each));
        }
    }

    private void compare(List<Driver> drivers) {
        Map<Driver, List<Segment>> segments = new LinkedHashMap<>();
        drivers.forEach(driver -> segments.put(driver, new ArrayList<>()));
        for (int round = 1; round <= options.rounds(); round++) {
            progress("comparing, round " + round + " of " + options.rounds());
            segments.forEach((driver, list) -> list.add(driver.run(options.segment())));
        }
        table.add("| per completed order | product | Camunda's defaults | plain JDBC | product : defaults |");
        table.add("|---|---|---|---|---|");
        row("orders per second", segments, Segment::ordersPerSecond, "%.0f");
        row("CPU, JVM and MariaDB (ms)", segments, s -> s.each().cpuMillis(), "%.2f");
        row("of it MariaDB (ms)", segments, s -> s.each().serverCpuMillis(), "%.2f");
        for (Step step : Step.values()) {
            latency(step, segments);
        }
        int failures = segments.values().stream()
                .flatMap(List::stream)
                .mapToInt(Segment::failures)
                .sum();
        table.add("| calls that failed and were repeated, in all | %d | | | |".formatted(failures));

        double rate = ratio(segments, Segment::ordersPerSecond);
        floor("orders per second, product : defaults", rate, 2.5, true);
    }

    private static double ratio(Map<Driver, List<Segment>> segments, ToDoubleFunction<Segment> figure) {
        List<List<Segment>> lists = new ArrayList<>(segments.values());
        return ratio(lists.get(0), lists.get(1), figure);
    }

    /** The median of the rounds' ratios: a machine that others share changes its speed between rounds. */
    private static double ratio(List<Segment> one, List<Segment> other, ToDoubleFunction<Segment> figure) {
        return Driver.median(IntStream.range(0, one.size())
                .mapToObj(round -> figure.applyAsDouble(one.get(round)) / figure.applyAsDouble(other.get(round)))
                .toList());
    }

    private void row(
            String title, Map<Driver, List<Segment>> segments, ToDoubleFunction<Segment> figure, String format) {
        StringBuilder row = new StringBuilder("| ").append(title).append(" |");
        segments.values().forEach(list -> row.append(' ')
                .append(format.formatted(median(list, figure)))
                .append(" |"));
        table.add(row.append(" %.2f |".formatted(ratio(segments, figure))).toString());
    }

    private void latency(Step step, Map<Driver, List<Segment>> segments) {
        StringBuilder row = new StringBuilder("| ").append(step.text()).append(", p50 / p99 (ms) |");
        segments.forEach((driver, list) -> row.append(' ')
                .append(
                        driver.variant() instanceof PlainJdbcVariant && step == Step.SIGNED
                                ? "with the receipt"
                                : "%.1f / %.1f".formatted(quantile(list, step, 0.5), quantile(list, step, 0.99)))
                .append(" |"));
        row.append(" %.2f / %.2f |"
                .formatted(
                        ratio(segments, segment -> percentile(segment, step, 0.5)),
                        ratio(segments, segment -> percentile(segment, step, 0.99))));
        table.add(row.toString());
    }

    private static double quantile(List<Segment> segments, Step step, double part) {
        return median(segments, segment -> percentile(segment, step, part));
    }

    private static double percentile(Segment segment, Step step, double part) {
        return Driver.percentileMillis(segment.nanosOf(step), part);
    }

    private static double median(List<Segment> segments, ToDoubleFunction<Segment> figure) {
        return Driver.median(
                segments.stream().map(segment -> figure.applyAsDouble(segment)).toList());
    }

    /** What an order costs, by the server's counters and by its log, which a server under load would pay for. */
    private Map<Driver, Counts> count(List<Driver> drivers) {
        Map<Driver, Counts> counts = new LinkedHashMap<>();
        for (Driver driver : drivers) {
            progress("counting statements of " + driver.variant().name());
            driver.lead(COUNTED_BEFORE);
            Cost cost = driver.lead(COUNTED);
            // The log writes rows of its own, so it is off while rows are counted.
            try (StatementLog log = new StatementLog(driver.variant().server())) {
                driver.lead(COUNTED);
                StatementLog.Asked asked = log.end();
                if (options.statements()) {
                    print(driver.variant().name() + ", on the engine's tables", asked.engines());
                    print(driver.variant().name() + ", on our own", asked.ours());
                }
                counts.put(driver, new Counts(cost, (double) asked.engineStatements() / COUNTED));
            }
        }
        return counts;
    }

    /** What an order costs the database, and how many of the statements are on the engine's tables. */
    private record Counts(Cost cost, double engines) {}

    private void statements(List<Driver> drivers) {
        List<Counts> counts = new ArrayList<>(count(drivers).values());
        table.add("| per order, counted over " + COUNTED
                + " | product | Camunda's defaults | plain JDBC | product : defaults |");
        table.add("|---|---|---|---|---|");
        counted("statements", counts, each -> each.cost().statements());
        counted("of them on the engine's tables", counts, Counts::engines);
        counted("commits", counts, each -> each.cost().commits());
        counted("rollbacks of reads, session settings", counts, each -> each.cost()
                .chatter());
        counted("rows written", counts, each -> each.cost().rowsWritten());
        counted("redo (KB)", counts, each -> each.cost().redoKilobytes());
        table.add("");
        floor("statements on the engine's tables", counts.get(0).engines(), 33, false);
    }

    private void counted(String title, List<Counts> counts, ToDoubleFunction<Counts> figure) {
        table.add("| %s | %.1f | %.1f | %.1f | %.2f |"
                .formatted(
                        title,
                        figure.applyAsDouble(counts.get(0)),
                        figure.applyAsDouble(counts.get(1)),
                        figure.applyAsDouble(counts.get(2)),
                        figure.applyAsDouble(counts.get(0)) / figure.applyAsDouble(counts.get(1))));
    }

    private void print(String title, Map<String, Integer> statements) {
        out.println(title + ", per order:");
        statements.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> out.printf(
                        "%7.2f  %s%n",
                        entry.getValue() / (double) COUNTED,
                        entry.getKey().substring(0, Math.min(200, entry.getKey().length()))));
    }

    private void waiting(Driver empty) {
        progress("letting " + options.crowd() + " orders wait");
        ServiceVariant crowded = ServiceVariant.product(
                "product among waiting orders", BenchDatabase.prepare().join());
        new Crowd(crowded).add(options.crowd());
        Driver among = new Driver(crowded);
        // Its pools, prepared statements and generated classes are its own.
        among.run(options.warmUp().dividedBy(WAITING_WARM_UP_PARTS));
        List<Segment> alone = new ArrayList<>();
        List<Segment> full = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            progress("among waiting orders, round " + round + " of " + options.rounds());
            alone.add(empty.run(options.segment()));
            full.add(among.run(options.segment()));
        }
        double rate = median(full, Segment::ordersPerSecond);
        double part = 100 * ratio(full, alone, Segment::ordersPerSecond);
        table.add("");
        table.add("| with %d orders waiting | product |".formatted(options.crowd()));
        table.add("|---|---|");
        table.add("| orders per second, nobody waiting | %.0f |".formatted(median(alone, Segment::ordersPerSecond)));
        table.add("| orders per second among them | %.0f |".formatted(rate));
        table.add("| of the empty rate | %.0f %% |".formatted(part));
        table.add("| CPU, nobody waiting (ms) | %.2f |"
                .formatted(median(alone, s -> s.each().cpuMillis())));
        table.add("| CPU among them (ms) | %.2f |"
                .formatted(median(full, s -> s.each().cpuMillis())));
        floor("percent of the empty rate", part, 90, true);
    }

    private void timers(ServiceVariant product, ServiceVariant stock) {
        progress("payment windows ending at once, for warm-up: the orders led until now were all paid");
        drainSeconds(product);
        drainSeconds(stock);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < TIMER_ROUNDS; round++) {
            progress("payment windows ending at once, round " + (round + 1) + " of " + TIMER_ROUNDS);
            ours.add(drainSeconds(product));
            theirs.add(drainSeconds(stock));
            ratios.add(theirs.get(round) / ours.get(round));
        }
        double ratio = Driver.median(ratios);
        table.add("");
        table.add("| %d payment windows end at once | product | Camunda's defaults | defaults : product |"
                .formatted(options.timers()));
        table.add("|---|---|---|---|");
        table.add("| seconds until all orders are cancelled | %.1f | %.1f | %.2f |"
                .formatted(Driver.median(ours), Driver.median(theirs), ratio));
        floor("times faster with all timers due at once", ratio, 3, true);
    }

    private double drainSeconds(ServiceVariant variant) {
        Crowd crowd = new Crowd(variant);
        crowd.add(options.timers());
        crowd.allWindowsEnd();
        long began = System.nanoTime();
        variant.wake();
        crowd.awaitEnd(Duration.ofMinutes(15));
        double seconds = (System.nanoTime() - began) / 1e9;
        variant.rest();
        return seconds;
    }

    private void overHttp() throws Exception {
        progress("starting the service in its own process");
        HttpPart http = new HttpPart(BenchDatabase.prepare().join());
        Driver driver = new Driver(http);
        progress("warming up over HTTP");
        Duration warmUp = options.warmUp().dividedBy(HTTP_WARM_UP_PARTS);
        driver.run(warmUp);
        List<Segment> segments = new ArrayList<>();
        List<Double> serviceCpu = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            progress("over HTTP, round " + round + " of " + options.rounds());
            double before = http.serviceCpuMillis();
            Segment segment = driver.run(options.segment());
            segments.add(segment);
            serviceCpu.add((http.serviceCpuMillis() - before) / segment.orders());
        }
        table.add("");
        table.add("| over HTTP, service with sandbox in a process of its own | product |");
        table.add("|---|---|");
        table.add("| orders per second | %.0f |".formatted(median(segments, Segment::ordersPerSecond)));
        table.add("| CPU of the service and its sandbox (ms per order) | %.2f |".formatted(Driver.median(serviceCpu)));
        table.add("| CPU of MariaDB (ms per order) | %.2f |"
                .formatted(median(segments, s -> s.each().serverCpuMillis())));
        table.add("| CPU of the caller (ms per order) | %.2f |"
                .formatted(median(segments, s -> s.each().jvmCpuMillis())));
        table.add(
                "| statements | %.1f |".formatted(median(segments, s -> s.each().statements())));
        table.add("| commits | %.1f |".formatted(median(segments, s -> s.each().commits())));
        table.add(
                "| redo (KB) | %.1f |".formatted(median(segments, s -> s.each().redoKilobytes())));
        for (Step step : Step.values()) {
            table.add("| %s%s, p50 / p99 (ms) | %.1f / %.1f |"
                    .formatted(
                            step.text(),
                            step == Step.PAID || step == Step.SIGNED ? " (the sandbox's call)" : "",
                            quantile(segments, step, 0.5),
                            quantile(segments, step, 0.99)));
        }
        table.add("| calls that failed and were repeated, in all | %d |"
                .formatted(segments.stream().mapToInt(Segment::failures).sum()));
    }

    private void floor(String what, double figure, double bound, boolean atLeast) {
        boolean met = atLeast ? figure >= bound : figure <= bound;
        floors.add(String.format(
                Locale.ROOT,
                "%s: %.2f, floor %s %s: %s",
                what,
                figure,
                atLeast ? "at least" : "at most",
                bound,
                met ? "met" : "NOT MET"));
    }

    private void progress(String what) {
        System.err.printf("bench: %s%n", what);
    }
}
