package io.orderloom.operations;

import java.util.ArrayList;
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

    /** An order whose own sum, or that of its top-ups, paid less refunded, is not the ledger's; both in fen. */
    public record Disagreement(String orderNo, long orderFen, long ledgerFen) {}

    /** Orders that disagree with the ledger, at most {@code limit}: there should be none, ever. */
    public List<Disagreement> disagreements(int limit) {
        List<Disagreement> all = new ArrayList<>(ofOrders(limit));
        all.addAll(ofTopUps(limit - all.size()));
        return all;
    }

    /** Of a top-up, the case knows its payment; what went back of it, the refunds know. */
    private List<Disagreement> ofTopUps(int limit) {
        return jdbc.sql("""
                        SELECT o.order_no, COALESCE(c.fen, 0) AS order_fen, COALESCE(-l.fen, 0) AS ledger_fen
                        FROM (SELECT order_no FROM payments WHERE top_up_of IS NOT NULL GROUP BY order_no) o
                        LEFT JOIN (SELECT p.order_no, SUM(p.amount_fen - COALESCE((SELECT SUM(r.amount_fen) FROM refunds r
                                WHERE r.payment_no = p.payment_no AND r.status = 'SUCCEEDED'), 0)) AS fen
                            FROM exchanges e JOIN payments p ON p.payment_no = e.top_up_payment_no
                            GROUP BY p.order_no) c ON c.order_no = o.order_no
                        LEFT JOIN (SELECT order_no, SUM(amount_fen) AS fen FROM ledger_entries
                            WHERE account = 'TOP_UPS' GROUP BY order_no) l ON l.order_no = o.order_no
                        WHERE COALESCE(c.fen, 0) <> COALESCE(-l.fen, 0) ORDER BY o.order_no LIMIT ?""")
                .param(limit)
                .query((row, number) -> new Disagreement(row.getString(1), row.getLong(2), row.getLong(3)))
                .list();
    }

    private List<Disagreement> ofOrders(int limit) {
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
