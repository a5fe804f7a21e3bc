package io.orderloom.payment;

import io.orderloom.shared.UtcTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Money that gateways told us of and that belongs to no payment and no refund of ours, in its table. */
@Repository
class OrphanRepository {

    private final JdbcClient jdbc;

    OrphanRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps it; its notification was taken in by the running transaction, and so came for the first time. */
    void add(Orphan orphan, String notificationId) {
        jdbc.sql("""
                        INSERT INTO orphans (channel, kind, notification_id, number, amount_fen, received_at)
                        VALUES (?, ?, ?, ?, ?, ?)""")
                .param(orphan.channel().name())
                .param(orphan.kind().name())
                .param(notificationId)
                .param(orphan.number())
                .param(orphan.amountFen())
                .param(UtcTime.toDatabase(orphan.receivedAt()))
                .update();
    }

    List<Orphan> all(int limit) {
        return jdbc.sql("""
                        SELECT kind, number, channel, amount_fen, received_at FROM orphans
                        ORDER BY received_at LIMIT ?""")
                .param(limit)
                .query((row, number) -> new Orphan(
                        Orphan.Kind.valueOf(row.getString(1)),
                        row.getString(2),
                        Channel.valueOf(row.getString(3)),
                        row.getObject(4, Long.class),
                        UtcTime.read(row, 5)))
                .list();
    }
}
