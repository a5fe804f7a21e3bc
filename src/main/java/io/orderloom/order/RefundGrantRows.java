package io.orderloom.order;

import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who of the staff granted how much of which order's money. */
@Repository
class RefundGrantRows {

    private final JdbcClient jdbc;

    RefundGrantRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What they granted of the order, but for what they said about this subject. */
    Money granted(OrderNo orderNo, String by, String subject) {
        return Money.ofFen(jdbc.sql("""
                        SELECT COALESCE(SUM(granted_fen), 0) FROM refund_grants
                        WHERE order_no = ? AND granted_by = ? AND subject <> ?
                        """)
                .params(orderNo.value(), by, subject)
                .query(Long.class)
                .single());
    }

    void write(OrderNo orderNo, String subject, String by, Money amount, Instant now) {
        jdbc.sql("""
                        INSERT INTO refund_grants (subject, order_no, granted_by, granted_fen, granted_at)
                        VALUES (:subject, :order, :by, :fen, :at)
                        ON DUPLICATE KEY UPDATE granted_by = :by, granted_fen = :fen, granted_at = :at
                        """)
                .param("subject", subject)
                .param("order", orderNo.value())
                .param("by", by)
                .param("fen", amount.fen())
                .param("at", UtcTime.toDatabase(now))
                .update();
    }
}
