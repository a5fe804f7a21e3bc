package io.orderloom.support;

import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * In which windows WeChat lets the shop write to a shopper (its document "customer messages"): five messages within 48
 * hours of what the shopper wrote, two within a minute of coming in. Each word of the shopper opens a fresh window.
 */
@Repository
class WindowRepository {

    static final Duration AFTER_WRITING = Duration.ofDays(2);
    static final Duration AFTER_ENTERING = Duration.ofMinutes(1);
    static final int MOST_AFTER_WRITING = 5;
    static final int MOST_AFTER_ENTERING = 2;

    private final JdbcClient jdbc;

    WindowRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void wrote(ShopperId shopper, Instant at) {
        jdbc.sql("""
                        INSERT INTO mini_program_windows (shopper_id, wrote_at, used) VALUES (?, ?, 0)
                        ON DUPLICATE KEY UPDATE wrote_at = VALUES(wrote_at), used = 0""").params(shopper.value(), UtcTime.toDatabase(at)).update();
    }

    void entered(ShopperId shopper, Instant at) {
        Instant written = at.minus(AFTER_WRITING);
        jdbc.sql("""
                        INSERT INTO mini_program_windows (shopper_id, entered_at, used) VALUES (?, ?, 0)
                        ON DUPLICATE KEY UPDATE entered_at = VALUES(entered_at),
                            used = CASE WHEN wrote_at > ? THEN used ELSE 0 END""")
                .params(shopper.value(), UtcTime.toDatabase(at), UtcTime.toDatabase(written))
                .update();
    }

    /** Whether WeChat would take one more message for the shopper now. */
    boolean isOpen(ShopperId shopper, Instant now) {
        return jdbc.sql("SELECT wrote_at, entered_at, used FROM mini_program_windows WHERE shopper_id = ?")
                .param(shopper.value())
                .query((row, number) -> {
                    int used = row.getInt("used");
                    return within(UtcTime.readNullable(row, "wrote_at"), AFTER_WRITING, now)
                            ? used < MOST_AFTER_WRITING
                            : within(UtcTime.readNullable(row, "entered_at"), AFTER_ENTERING, now)
                                    && used < MOST_AFTER_ENTERING;
                })
                .optional()
                .orElse(false);
    }

    /** One more message of the window is spent. */
    void spent(ShopperId shopper) {
        jdbc.sql("UPDATE mini_program_windows SET used = used + 1 WHERE shopper_id = ?")
                .param(shopper.value())
                .update();
    }

    /** WeChat says that the window is closed, whatever we counted. */
    void closed(ShopperId shopper) {
        jdbc.sql("UPDATE mini_program_windows SET used = ? WHERE shopper_id = ?")
                .params(MOST_AFTER_WRITING, shopper.value())
                .update();
    }

    void forget(ShopperId shopper) {
        jdbc.sql("DELETE FROM mini_program_windows WHERE shopper_id = ?")
                .param(shopper.value())
                .update();
    }

    private static boolean within(@Nullable Instant at, Duration window, Instant now) {
        return at != null && now.isBefore(at.plus(window));
    }
}
