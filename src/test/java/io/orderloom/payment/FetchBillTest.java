package io.orderloom.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.payment.BillSource.Bill;
import io.orderloom.payment.BillSource.Kind;
import io.orderloom.payment.BillSource.Line;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.SlimContext;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** How a bill comes into our tables, on the real database. */
class FetchBillTest {

    private static final SlimContext CONTEXT =
            SlimContext.onMariaDb(FetchBill.class, ReconciliationRepository.class, Gateway.class);

    private final FetchBill fetchBill = CONTEXT.get(FetchBill.class);
    private final ReconciliationRepository days = CONTEXT.get(ReconciliationRepository.class);
    private final ScriptedBills gateway = CONTEXT.get(ScriptedBills.class);
    private static LocalDate day = LocalDate.parse("2026-01-01");

    @AfterAll
    static void stop() {
        CONTEXT.close();
    }

    @BeforeEach
    void aNewDay() {
        day = day.plusDays(1);
        run(() -> days.begin(Channel.ALIPAY, day, Instant.parse("2026-03-01T08:00:00Z")));
    }

    @Test
    void nobodyWhoNeedsTheDayWaitsWhileTheGatewayTakesItsTime() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        gateway.next = () -> {
            asked.countDown();
            await(answers);
            return new Outcome.Succeeded<>(reader -> reader.trade(new Line(Kind.CHARGE, "P1", "P1", 9_900, 59)));
        };
        CompletableFuture<Boolean> fetched = CompletableFuture.supplyAsync(this::fetch);
        try {
            await(asked);
            assertThat(CompletableFuture.supplyAsync(
                                    () -> CONTEXT.transactions().execute(status -> days.lock(Channel.ALIPAY, day)
                                            .isPresent()))
                            .get(10, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(fetched).isNotDone();
        } finally {
            answers.countDown();
        }
        assertThat(fetched.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(lines()).isEqualTo(1);
    }

    @Test
    void fetchedAgainABillReplacesWhatWasReadBefore() {
        gateway.next = () -> new Outcome.Succeeded<>(reader -> {
            reader.trade(new Line(Kind.CHARGE, "P1", "P1", 9_900, 59));
            reader.trade(new Line(Kind.CHARGE, "P2", "P2", 100, 1));
        });
        assertThat(fetch()).isTrue();
        gateway.next =
                () -> new Outcome.Succeeded<>(reader -> reader.trade(new Line(Kind.CHARGE, "P1", "P1", 9_900, 59)));
        assertThat(fetch()).isTrue();
        assertThat(lines()).isEqualTo(1);
    }

    @Test
    void aBillThatStaysAwayIsAskedForAgainAndNeedsAPersonInTheEnd() {
        gateway.next = () -> new Outcome.Pending<>("not made yet");
        for (int tries = 0; tries < 16; tries++) {
            assertThat(fetch()).isFalse();
        }
        assertThat(days.status(Channel.ALIPAY, day)).contains(ReconciliationStatus.WAITING_FOR_BILL);
        assertThatThrownBy(this::fetch).hasMessage("The bill of ALIPAY for " + day + " is missing");
    }

    @Test
    void noBillIsBelievedOfADayThatIsOverAndOfWhichTheBooksHaveNothing() {
        gateway.next = () -> new Outcome.Succeeded<>(BillSource.NONE);
        assertThat(fetch()).isTrue();
        CONTEXT.transactions().executeWithoutResult(status -> CONTEXT.jdbc()
                .sql("""
                        INSERT INTO ledger_entries (movement, reference_no, account, order_no, channel, amount_fen,
                            happened_at, booked_at) VALUES ('CHARGED', 'P9', 'GATEWAY', 'O9', 'ALIPAY', 1, ?, ?)""")
                .param(day.atTime(3, 0))
                .param(day.atTime(3, 0))
                .update());
        assertThat(fetch()).isFalse();
        assertThat(days.status(Channel.ALIPAY, day)).contains(ReconciliationStatus.WAITING_FOR_BILL);
        day = LocalDate.parse("2026-03-01");
        run(() -> days.begin(Channel.ALIPAY, day, Instant.parse("2026-03-01T08:00:00Z")));
        assertThat(fetch()).as("the day is not over").isFalse();
        day = LocalDate.parse("2026-02-01");
    }

    private boolean fetch() {
        return Boolean.TRUE.equals(CONTEXT.transactions().execute(status -> fetchBill.fetch(Channel.ALIPAY, day)));
    }

    private long lines() {
        return CONTEXT.jdbc()
                .sql("SELECT COUNT(*) FROM bill_lines WHERE channel = 'ALIPAY' AND bill_date = ?")
                .param(day)
                .query(Long.class)
                .single();
    }

    private static void run(Runnable unit) {
        CONTEXT.transactions().executeWithoutResult(status -> unit.run());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Says of a bill what the test tells it to. */
    static final class ScriptedBills implements BillSource {

        private volatile Supplier<Outcome<Bill>> next = () -> new Outcome.Pending<>("nobody said");

        @Override
        public Channel channel() {
            return Channel.ALIPAY;
        }

        @Override
        public Outcome<Bill> fetch(LocalDate asked, Path directory) {
            return next.get();
        }
    }

    static class Gateway {

        @Bean
        ScriptedBills scriptedBills() {
            return new ScriptedBills();
        }

        @Bean
        JdbcTemplate jdbcTemplate(DataSource database) {
            return new JdbcTemplate(database);
        }
    }
}
