package io.orderloom.bench;

import io.orderloom.engine.Transactions;
import io.orderloom.payment.BillSource;
import io.orderloom.payment.Channel;
import io.orderloom.payment.FetchBill;
import io.orderloom.payment.ReconcileDay;
import io.orderloom.payment.Reconciliation;
import io.orderloom.payment.Reconciliation.Difference;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.TestDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * A bill of a million lines through the product: fetched from a gateway over HTTP, read and loaded by the
 * adapter, compared with books of as many payments on MariaDB. Prints time by phase and the memory it took.
 */
public final class BillBench {

    private static final LocalDate DAY = LocalDate.parse("2026-03-01");
    private static final long MEGABYTE = 1L << 20;
    private static final long FEE_FEN = 134;
    private static final long AMOUNT_FEN = 22_401;

    private final int lines;
    private final AtomicLong mostHeap = new AtomicLong();
    private final Stopwatch stopwatch = new Stopwatch();

    private BillBench(int lines) {
        this.lines = lines;
    }

    public static void main(String[] arguments) {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        int status = 0;
        try {
            new BillBench(arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0])).run();
        } catch (Exception e) {
            e.printStackTrace();
            status = 1;
        }
        System.out.flush();
        // As in the other measurements: the servers end with this process.
        Runtime.getRuntime().halt(status);
    }

    private void run() throws IOException, GeneralSecurityException, SQLException {
        Path bill = Files.createTempFile("bill", ".zip");
        progress("writing a bill of " + lines + " lines");
        long unpacked = BillServer.write(bill, lines, this::line);
        System.out.printf("The bill has %d MB, packed %d MB.%n", unpacked / MEGABYTE, Files.size(bill) / MEGABYTE);
        BenchDatabase on = BenchDatabase.prepare().join();
        try (BillServer gateway = new BillServer(bill)) {
            progress("starting the service");
            ServiceVariant service =
                    ServiceVariant.product("reconciliation", on, gateway.settings(), List.of(timedBy(stopwatch)));
            progress("booking as many payments");
            fill(on.database());
            ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
            ScheduledFuture<?> looking = watch.scheduleAtFixedRate(this::lookAtHeap, 0, 20, TimeUnit.MILLISECONDS);
            reconcile(service, "first time");
            reconcile(service, "the same day again");
            looking.cancel(false);
            watch.shutdownNow();
            System.out.printf(
                    "Heap: limit %d MB, most in use at once %d MB, garbage included.%n",
                    Runtime.getRuntime().maxMemory() / MEGABYTE, mostHeap.get() / MEGABYTE);
        }
    }

    /** The bill's lines: one that is not ours, one of another amount, and it lacks the last of ours. */
    private BillServer.Line line(int number) {
        if (number == lines) {
            return new BillServer.Line("STRANGER00000001", 9_900, 59);
        }
        return new BillServer.Line(paymentNo(number), number == lines / 2 ? 1 : AMOUNT_FEN, FEE_FEN);
    }

    private static String paymentNo(int number) {
        return "01BENCHBILL" + (10_000_000 + number);
    }

    private void fill(TestDatabase database) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.url(), database.username(), database.password());
                Statement statement = connection.createStatement()) {
            String numbers = "CONCAT('01BENCHBILL', 10000000 + seq)";
            statement.executeUpdate(
                    "INSERT INTO payments (payment_no, order_no, channel, scene, status, amount_fen, opened_at,"
                            + " expires_at, paid_at, gateway_transaction_id, status_since, askings) SELECT " + numbers
                            + ", CONCAT('01BENCHORDER', 10000000 + seq), 'ALIPAY', 'NATIVE', 'SUCCEEDED', " + AMOUNT_FEN
                            + ", '2026-03-01 00:00:00', '2026-03-01 00:30:00', '2026-03-01 00:00:01', CONCAT('BENCH', seq),"
                            + " '2026-03-01 00:00:01', 0 FROM seq_1_to_" + lines);
            for (Map.Entry<String, Long> side :
                    Map.of("GATEWAY", AMOUNT_FEN, "ORDERS", -AMOUNT_FEN).entrySet()) {
                statement.executeUpdate(
                        "INSERT INTO ledger_entries (movement, reference_no, account, order_no, channel, amount_fen,"
                                + " happened_at, booked_at) SELECT 'CHARGED', " + numbers + ", '" + side.getKey()
                                + "', CONCAT('01BENCHORDER', 10000000 + seq), 'ALIPAY', " + side.getValue()
                                + ", '2026-03-01 00:00:01', '2026-03-01 00:00:01' FROM seq_1_to_" + lines);
            }
            statement.execute("ANALYZE TABLE payments, ledger_entries");
        }
    }

    private void reconcile(ServiceVariant service, String title) {
        ReconcileDay day = service.bean(ReconcileDay.class);
        FetchBill fetchBill = service.bean(FetchBill.class);
        Transactions transactions = service.bean(Transactions.class);
        // The service rests, so that the process does not do what is measured here.
        day.begin(Channel.ALIPAY, DAY);
        stopwatch.reset();
        progress(title);
        long began = System.nanoTime();
        boolean fetched = transactions.run(() -> fetchBill.fetch(Channel.ALIPAY, DAY));
        long loaded = System.nanoTime();
        boolean differ = transactions.run(() -> day.compareBooks(Channel.ALIPAY, DAY));
        long compared = System.nanoTime();
        List<Difference> differences = day.find(Channel.ALIPAY, DAY).differences();
        if (!fetched || !differ || differences.size() != 3) {
            throw new IllegalStateException("Not the three differences that are there: " + differences);
        }
        if (differences.stream().map(Difference::kind).distinct().count() != Reconciliation.Kind.values().length) {
            throw new IllegalStateException("Not one of each kind: " + differences);
        }
        double all = (compared - began) / 1e9;
        System.out.printf("%n| %s | s | lines per second |%n|---|---|---|%n", title);
        row("download, unpack, check", stopwatch.fetchNanos / 1e9);
        row("read and load", (loaded - began - stopwatch.fetchNanos) / 1e9);
        row("compare, book fees", (compared - loaded) / 1e9);
        row("in all", all);
    }

    private void row(String phase, double seconds) {
        System.out.printf("| %s | %.1f | %.0f |%n", phase, seconds, lines / seconds);
    }

    private void lookAtHeap() {
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        mostHeap.accumulateAndGet(used, Math::max);
    }

    private static void progress(String what) {
        System.err.println("… " + what);
    }

    private static BeanPostProcessor timedBy(Stopwatch stopwatch) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String beanName) {
                return bean instanceof BillSource source && source.channel() == Channel.ALIPAY
                        ? new Timed(source, stopwatch)
                        : bean;
            }
        };
    }

    /** How long the adapter takes until the bill is there and found whole. */
    private static final class Stopwatch {
        private volatile long fetchNanos;

        void reset() {
            fetchNanos = 0;
        }
    }

    private record Timed(BillSource source, Stopwatch stopwatch) implements BillSource {

        @Override
        public Channel channel() {
            return source.channel();
        }

        @Override
        public Outcome<Bill> fetch(LocalDate day, Path directory) throws IOException {
            long began = System.nanoTime();
            try {
                return source.fetch(day, directory);
            } finally {
                stopwatch.fetchNanos = System.nanoTime() - began;
            }
        }
    }
}
