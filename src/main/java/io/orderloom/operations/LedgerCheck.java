package io.orderloom.operations;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Compares what orders say they were paid and paid back with the ledger. */
@Repository
public class LedgerCheck {

    private final JdbcClient jdbc;

    LedgerCheck(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An order whose own sum, paid less refunded, is not the ledger's; both in fen. */
    public record Disagreement(String orderNo, long orderFen, long ledgerFen) {}

    /** Orders that disagree with the ledger, at most {@code limit}: there should be none, ever. */
    public List<Disagreement> disagreements(int limit) {
        return jdbc.sql("""
                        SELECT o.order_no, o.paid_fen - o.refunded_fen AS order_fen, COALESCE(-l.fen, 0) AS ledger_fen
                        FROM orders o LEFT JOIN (SELECT order_no, SUM(amount_fen) AS fen FROM ledger_entries
                            WHERE account = 'ORDERS' GROUP BY order_no) l ON l.order_no = o.order_no
                        WHERE o.paid_fen - o.refunded_fen <> COALESCE(-l.fen, 0) ORDER BY o.order_no LIMIT ?""")
                .param(limit)
                .query((row, number) -> new Disagreement(row.getString(1), row.getLong(2), row.getLong(3)))
                .list();
    }
}
