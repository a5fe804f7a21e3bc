package io.orderloom.payment;

import io.orderloom.payment.Reconciliation.Difference;
import io.orderloom.payment.Reconciliation.DifferenceRef;
import io.orderloom.payment.Reconciliation.Kind;
import io.orderloom.payment.Reconciliation.Proposal;
import io.orderloom.payment.Reconciliation.Settlement;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reconciliations and their differences in their tables; the comparison is the database's. */
@Repository
class ReconciliationRepository {

    private final JdbcClient jdbc;

    ReconciliationRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A day as its process sees it. */
    record Day(
            ReconciliationStatus status,
            int tries,
            @Nullable String processInstanceId) {}

    /** The day, its row locked until the running transaction ends. */
    Optional<Day> lock(Channel channel, LocalDate date) {
        return jdbc.sql("""
                        SELECT status, tries, process_instance_id FROM reconciliations
                        WHERE channel = ? AND bill_date = ? FOR UPDATE""")
                .params(channel.name(), date)
                .query((row, number) ->
                        new Day(ReconciliationStatus.valueOf(row.getString(1)), row.getInt(2), row.getString(3)))
                .optional();
    }

    Optional<ReconciliationStatus> status(Channel channel, LocalDate date) {
        return jdbc.sql("SELECT status FROM reconciliations WHERE channel = ? AND bill_date = ?")
                .params(channel.name(), date)
                .query((row, number) -> ReconciliationStatus.valueOf(row.getString(1)))
                .optional();
    }

    Optional<LocalDate> last(Channel channel) {
        return jdbc.sql("SELECT MAX(bill_date) FROM reconciliations WHERE channel = ?")
                .param(channel.name())
                .query((row, number) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .single();
    }

    /** Begins a day. Another node that begins it too makes a duplicate key. */
    void begin(Channel channel, LocalDate date, Instant at) {
        jdbc.sql(
                        "INSERT INTO reconciliations (channel, bill_date, status, tries, started_at) VALUES (?, ?, 'RUNNING', 0, ?)")
                .params(channel.name(), date, UtcTime.toDatabase(at))
                .update();
    }

    void belongsTo(Channel channel, LocalDate date, String processInstanceId) {
        jdbc.sql("UPDATE reconciliations SET process_instance_id = ? WHERE channel = ? AND bill_date = ?")
                .params(processInstanceId, channel.name(), date)
                .update();
    }

    void again(Channel channel, LocalDate date, Instant at) {
        jdbc.sql("""
                        UPDATE reconciliations SET status = 'RUNNING', tries = 0, started_at = ?, finished_at = NULL
                        WHERE channel = ? AND bill_date = ?""").params(UtcTime.toDatabase(at), channel.name(), date).update();
    }

    void waiting(Channel channel, LocalDate date) {
        jdbc.sql("""
                        UPDATE reconciliations SET status = 'WAITING_FOR_BILL', tries = tries + 1
                        WHERE channel = ? AND bill_date = ?""").params(channel.name(), date).update();
    }

    void done(Channel channel, LocalDate date, Instant at) {
        jdbc.sql("UPDATE reconciliations SET status = 'DONE', finished_at = ? WHERE channel = ? AND bill_date = ?")
                .params(UtcTime.toDatabase(at), channel.name(), date)
                .update();
    }

    /** Whether our books have anything of this time that a bill would list. */
    boolean isActive(Channel channel, Instant from, Instant to) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM ledger_entries WHERE happened_at >= ? AND happened_at < ?
                            AND channel = ? AND movement = 'CHARGED')
                        OR EXISTS (SELECT 1 FROM refunds r JOIN payments p ON p.payment_no = r.payment_no
                            WHERE r.ask_from >= ? AND r.ask_from < ? AND p.channel = ?
                            AND r.status IN ('PROCESSING', 'SUCCEEDED'))""")
                .params(
                        UtcTime.toDatabase(from),
                        UtcTime.toDatabase(to),
                        channel.name(),
                        UtcTime.toDatabase(from),
                        UtcTime.toDatabase(to),
                        channel.name())
                .query(Boolean.class)
                .single();
    }

    void forgetLines(Channel channel, LocalDate date) {
        jdbc.sql("DELETE FROM bill_lines WHERE channel = ? AND bill_date = ?")
                .params(channel.name(), date)
                .update();
    }

    void forgetOpenDifferences(Channel channel, LocalDate date) {
        jdbc.sql("DELETE FROM reconciliation_differences WHERE channel = ? AND bill_date = ? AND settled_at IS NULL")
                .params(channel.name(), date)
                .update();
    }

    /** Lists charges of the bill that our books do not have, or have with another amount. */
    void compareCharges(Channel channel, LocalDate date) {
        jdbc.sql("""
                        INSERT INTO reconciliation_differences (channel, bill_date, kind, line_kind, reference_no, ours_fen,
                            theirs_fen, proposal)
                        SELECT b.channel, b.bill_date, CASE WHEN l.entry_id IS NULL THEN 'UNKNOWN_TO_US' ELSE 'AMOUNT' END,
                            b.kind, b.reference_no, l.amount_fen, COALESCE(b.amount_fen, b.moved_fen),
                            CASE WHEN l.entry_id IS NOT NULL THEN 'HOLD_ORDER'
                                WHEN p.payment_no IS NOT NULL THEN 'ASK_GATEWAY' ELSE 'CLEAR_UP_WITH_GATEWAY' END
                        FROM bill_lines b
                            LEFT JOIN ledger_entries l ON l.movement = 'CHARGED' AND l.reference_no = b.reference_no
                                AND l.account = 'GATEWAY'
                            LEFT JOIN payments p ON p.payment_no = b.reference_no
                        WHERE b.channel = ? AND b.bill_date = ? AND b.kind = 'CHARGE'
                            AND (l.entry_id IS NULL OR l.amount_fen <> COALESCE(b.amount_fen, -1)
                                OR l.amount_fen <> COALESCE(b.moved_fen, l.amount_fen))
                            AND NOT EXISTS (SELECT 1 FROM reconciliation_differences d WHERE d.channel = b.channel
                                AND d.bill_date = b.bill_date AND d.line_kind = b.kind AND d.reference_no = b.reference_no)""").params(channel.name(), date).update();
    }

    /**
     * Lists refunds of the bill that our books do not have, or have with another amount, or that a person paid
     * another way, so that the gateway should have paid nothing.
     */
    void compareRefunds(Channel channel, LocalDate date) {
        jdbc.sql("""
                        INSERT INTO reconciliation_differences (channel, bill_date, kind, line_kind, reference_no, ours_fen,
                            theirs_fen, proposal)
                        SELECT b.channel, b.bill_date, CASE WHEN r.refund_no IS NULL THEN 'UNKNOWN_TO_US' ELSE 'AMOUNT' END,
                            b.kind, b.reference_no,
                            CASE WHEN r.status_reason = 'PAID_ANOTHER_WAY' THEN 0 ELSE r.amount_fen END,
                            COALESCE(b.amount_fen, b.moved_fen), CASE WHEN r.refund_no IS NULL THEN 'CLEAR_UP_WITH_GATEWAY' ELSE 'HOLD_ORDER' END
                        FROM bill_lines b LEFT JOIN refunds r ON r.refund_no = b.reference_no
                        WHERE b.channel = ? AND b.bill_date = ? AND b.kind = 'REFUND'
                            AND (r.refund_no IS NULL OR r.amount_fen <> COALESCE(b.amount_fen, -1)
                                OR r.amount_fen <> COALESCE(b.moved_fen, r.amount_fen)
                                OR r.status_reason = 'PAID_ANOTHER_WAY')
                            AND NOT EXISTS (SELECT 1 FROM reconciliation_differences d WHERE d.channel = b.channel
                                AND d.bill_date = b.bill_date AND d.line_kind = b.kind AND d.reference_no = b.reference_no)""").params(channel.name(), date).update();
    }

    /**
     * Lists what our books have of the day and no bill does. A line is looked for by its number alone: right after
     * a bill was loaded the optimizer takes its table for empty, and would read all lines of the channel for each
     * of ours, were the channel a condition that an index knows.
     */
    void findMissing(Channel channel, LocalDate date, Instant from, Instant to) {
        jdbc.sql("""
                        INSERT INTO reconciliation_differences (channel, bill_date, kind, line_kind, reference_no, ours_fen,
                            theirs_fen, proposal)
                        SELECT l.channel, ?, 'MISSING_AT_GATEWAY', 'CHARGE', l.reference_no, l.amount_fen, NULL, 'ASK_GATEWAY'
                        FROM ledger_entries l
                        WHERE l.happened_at >= ? AND l.happened_at < ? AND l.movement = 'CHARGED' AND l.account = 'GATEWAY'
                            AND l.channel = ?
                            AND NOT EXISTS (SELECT 1 FROM bill_lines b WHERE b.reference_no = l.reference_no
                                AND CONCAT(b.channel, b.kind) = CONCAT(l.channel, 'CHARGE'))
                            AND NOT EXISTS (SELECT 1 FROM reconciliation_differences d WHERE d.channel = l.channel
                                AND d.bill_date = ? AND d.line_kind = 'CHARGE' AND d.reference_no = l.reference_no)""")
                .params(date, UtcTime.toDatabase(from), UtcTime.toDatabase(to), channel.name(), date)
                .update();
        jdbc.sql("""
                        INSERT INTO reconciliation_differences (channel, bill_date, kind, line_kind, reference_no, ours_fen,
                            theirs_fen, proposal)
                        SELECT p.channel, ?, 'MISSING_AT_GATEWAY', 'REFUND', r.refund_no, r.amount_fen, NULL, 'ASK_GATEWAY'
                        FROM refunds r JOIN payments p ON p.payment_no = r.payment_no
                        WHERE r.ask_from >= ? AND r.ask_from < ? AND p.channel = ? AND r.status IN ('PROCESSING', 'SUCCEEDED')
                            AND COALESCE(r.status_reason, '') <> 'PAID_ANOTHER_WAY'
                            AND NOT EXISTS (SELECT 1 FROM bill_lines b WHERE b.reference_no = r.refund_no
                                AND CONCAT(b.channel, b.kind) = CONCAT(p.channel, 'REFUND'))
                            AND NOT EXISTS (SELECT 1 FROM reconciliation_differences d WHERE d.channel = p.channel
                                AND d.bill_date = ? AND d.line_kind = 'REFUND' AND d.reference_no = r.refund_no)""")
                .params(date, UtcTime.toDatabase(from), UtcTime.toDatabase(to), channel.name(), date)
                .update();
    }

    /** All of them, the first so many. */
    List<Difference> differences(Channel channel, LocalDate date, int most) {
        return listed("channel = ? AND bill_date = ?", List.of(channel.name(), date, most));
    }

    /** Those that nobody has agreed to repair yet, the first so many. */
    List<Difference> openDifferences(Channel channel, LocalDate date, int most) {
        return listed(
                "channel = ? AND bill_date = ? AND settled_at IS NULL AND agreed_at IS NULL",
                List.of(channel.name(), date, most));
    }

    /** A difference that is not repaired yet. */
    Optional<Difference> unsettled(DifferenceRef ref) {
        return listed(
                        "channel = ? AND bill_date = ? AND line_kind = ? AND reference_no = ? AND settled_at IS NULL",
                        List.of(ref.channel().name(), ref.date(), ref.about().name(), ref.number(), 1))
                .stream()
                .findFirst();
    }

    void agreed(DifferenceRef ref, String by, Instant at) {
        jdbc.sql("""
                        UPDATE reconciliation_differences SET agreed_by = ?, agreed_at = ?
                        WHERE channel = ? AND bill_date = ? AND line_kind = ? AND reference_no = ? AND settled_at IS NULL""")
                .params(
                        by,
                        UtcTime.toDatabase(at),
                        ref.channel().name(),
                        ref.date(),
                        ref.about().name(),
                        ref.number())
                .update();
    }

    /** @param askedFen what the gateway said when it was asked */
    void settled(DifferenceRef ref, Settlement outcome, @Nullable Long askedFen, Instant at) {
        jdbc.sql("""
                        UPDATE reconciliation_differences SET settled_at = ?, outcome = ?, asked_fen = ?
                        WHERE channel = ? AND bill_date = ? AND line_kind = ? AND reference_no = ? AND settled_at IS NULL""")
                .param(UtcTime.toDatabase(at))
                .param(outcome.name())
                .param(askedFen)
                .param(ref.channel().name())
                .param(ref.date())
                .param(ref.about().name())
                .param(ref.number())
                .update();
    }

    private List<Difference> listed(String condition, List<?> parameters) {
        return jdbc.sql(
                        "SELECT kind, line_kind, reference_no, ours_fen, theirs_fen, proposal, agreed_by, outcome, asked_fen"
                                + " FROM reconciliation_differences WHERE " + condition
                                + " ORDER BY line_kind, reference_no LIMIT ?")
                .params(parameters)
                .query((row, number) -> new Difference(
                        Kind.valueOf(row.getString(1)),
                        BillSource.Kind.valueOf(row.getString(2)),
                        row.getString(3),
                        row.getObject(4, Long.class),
                        row.getObject(5, Long.class),
                        Proposal.valueOf(row.getString(6)),
                        row.getString(7),
                        row.getString(8) == null ? null : Settlement.valueOf(row.getString(8)),
                        row.getObject(9, Long.class)))
                .list();
    }
}
