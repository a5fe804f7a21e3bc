package io.orderloom.payment;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The double-entry, append-only ledger of everything that moves money. */
@Repository
public class Ledger {

    private final JdbcClient jdbc;
    private final BusinessClock clock;

    Ledger(JdbcClient jdbc, BusinessClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One side of a movement.
     *
     * @param referenceNo the payment's or the refund's number
     * @param amountFen positive for a debit, negative for a credit
     * @param happenedAt when the gateway says it happened
     */
    public record Entry(
            LedgerMovement movement,
            String referenceNo,
            LedgerAccount account,
            String orderNo,
            Channel channel,
            long amountFen,
            Instant happenedAt,
            Instant bookedAt) {}

    /** What an account holds at a channel, in fen. */
    public record Balance(LedgerAccount account, Channel channel, long amountFen) {}

    /**
     * Books money that came in, in the running transaction.
     *
     * @param to whose money it is
     */
    void charged(Payment payment, LedgerAccount to, Instant paidAt) {
        book(
                LedgerMovement.CHARGED,
                payment.paymentNo().value(),
                payment.orderNo(),
                payment.channel(),
                LedgerAccount.GATEWAY,
                to,
                payment.amount(),
                paidAt);
    }

    /**
     * Books money that went back, in the running transaction.
     *
     * @param payment by which it had come
     * @param from out of what it was paid
     */
    void refunded(Refund refund, Payment payment, LedgerAccount from, Instant refundedAt) {
        book(
                LedgerMovement.REFUNDED,
                refund.refundNo().value(),
                refund.orderNo(),
                payment.channel(),
                refund.reason().isSurplus() ? LedgerAccount.SURPLUS : LedgerAccount.of(payment),
                from,
                refund.amount(),
                refundedAt);
    }

    /** Books the fees of a day's bill that were not booked yet, in the running transaction. */
    void fees(Channel channel, LocalDate day, Instant at) {
        for (LedgerAccount account : List.of(LedgerAccount.FEES, LedgerAccount.GATEWAY)) {
            fees(channel, day, at, account, BillSource.Kind.CHARGE, LedgerMovement.CHARGED);
            fees(channel, day, at, account, BillSource.Kind.REFUND, LedgerMovement.REFUNDED);
        }
    }

    /** One movement at a time: looked for under either of two, each line of a long bill would read the whole ledger. */
    private void fees(
            Channel channel,
            LocalDate day,
            Instant at,
            LedgerAccount account,
            BillSource.Kind kind,
            LedgerMovement movement) {
        String sign = account == LedgerAccount.FEES ? "" : "-";
        jdbc.sql(
                        "INSERT INTO ledger_entries (movement, reference_no, account, order_no, channel, amount_fen, happened_at, booked_at)"
                                + " SELECT 'FEE', b.reference_no, ?, l.order_no, b.channel, " + sign + "b.fee_fen, ?, ?"
                                + " FROM bill_lines b JOIN ledger_entries l ON l.movement = ? AND l.reference_no = b.reference_no"
                                + " AND l.account = 'GATEWAY'"
                                + " WHERE b.channel = ? AND b.bill_date = ? AND b.kind = ? AND b.fee_fen <> 0"
                                + " AND NOT EXISTS (SELECT 1 FROM ledger_entries f"
                                + " WHERE f.movement = 'FEE' AND f.reference_no = b.reference_no AND f.account = ?)")
                .param(account.name())
                .param(UtcTime.toDatabase(at))
                .param(UtcTime.toDatabase(clock.now()))
                .param(movement.name())
                .param(channel.name())
                .param(day)
                .param(kind.name())
                .param(account.name())
                .update();
    }

    /** The order's entries, in the order of booking. */
    public List<Entry> of(OrderNo orderNo) {
        return jdbc.sql("""
                        SELECT movement, reference_no, account, order_no, channel, amount_fen, happened_at, booked_at
                        FROM ledger_entries WHERE order_no = ? ORDER BY entry_id""")
                .param(orderNo.value())
                .query((row, number) -> new Entry(
                        LedgerMovement.valueOf(row.getString("movement")),
                        row.getString("reference_no"),
                        LedgerAccount.valueOf(row.getString("account")),
                        row.getString("order_no"),
                        Channel.valueOf(row.getString("channel")),
                        row.getLong("amount_fen"),
                        UtcTime.read(row, "happened_at"),
                        UtcTime.read(row, "booked_at")))
                .list();
    }

    /** What every account holds. */
    public List<Balance> balances() {
        return jdbc.sql("""
                        SELECT account, channel, SUM(amount_fen) AS fen FROM ledger_entries
                        GROUP BY account, channel ORDER BY account, channel""")
                .query((row, number) -> new Balance(
                        LedgerAccount.valueOf(row.getString("account")),
                        Channel.valueOf(row.getString("channel")),
                        row.getLong("fen")))
                .list();
    }

    /** Movements whose sides do not sum to zero, at most {@code limit}: there should be none, ever. */
    public List<String> unbalanced(int limit) {
        return jdbc.sql("""
                        SELECT movement, reference_no FROM ledger_entries GROUP BY movement, reference_no
                        HAVING SUM(amount_fen) <> 0 ORDER BY reference_no LIMIT ?""")
                .param(limit)
                .query((row, number) -> row.getString(1) + " " + row.getString(2))
                .list();
    }

    private void book(
            LedgerMovement movement,
            String referenceNo,
            OrderNo orderNo,
            Channel channel,
            LedgerAccount debit,
            LedgerAccount credit,
            Money amount,
            Instant happenedAt) {
        LocalDateTime happened = UtcTime.toDatabase(happenedAt);
        LocalDateTime booked = UtcTime.toDatabase(clock.now());
        jdbc.sql("""
                        INSERT INTO ledger_entries (movement, reference_no, account, order_no, channel, amount_fen,
                            happened_at, booked_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(movement.name())
                .param(referenceNo)
                .param(debit.name())
                .param(orderNo.value())
                .param(channel.name())
                .param(amount.fen())
                .param(happened)
                .param(booked)
                .param(movement.name())
                .param(referenceNo)
                .param(credit.name())
                .param(orderNo.value())
                .param(channel.name())
                .param(-amount.fen())
                .param(happened)
                .param(booked)
                .update();
    }
}
