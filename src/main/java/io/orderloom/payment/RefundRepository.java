package io.orderloom.payment;

import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.RefundNo;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Refunds in their table. */
@Repository
class RefundRepository {

    private static final String SELECT = """
            SELECT refund_no, order_no, payment_no, amount_fen, status, reason, requested_at, refunded_at,
                gateway_refund_id, status_reason, status_since, process_instance_id
            FROM refunds
            """;

    private final JdbcClient jdbc;

    RefundRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Promises a part of a payment back. @return whether so much is left of it */
    boolean promise(PaymentNo paymentNo, Money amount) {
        return jdbc.sql("""
                        UPDATE payments SET refunding_fen = refunding_fen + ?
                        WHERE payment_no = ? AND status = 'SUCCEEDED' AND amount_fen - refunding_fen >= ?""")
                        .param(amount.fen())
                        .param(paymentNo.value())
                        .param(amount.fen())
                        .update()
                == 1;
    }

    /** @param askFrom when the gateway may be asked for it first */
    void insert(Refund refund, Instant askFrom) {
        jdbc.sql("""
                        INSERT INTO refunds (refund_no, order_no, payment_no, amount_fen, status, reason, requested_at,
                            ask_from, status_since)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(refund.refundNo().value())
                .param(refund.orderNo().value())
                .param(refund.paymentNo().value())
                .param(refund.amount().fen())
                .param(refund.status().name())
                .param(refund.reason().name())
                .param(UtcTime.toDatabase(refund.requestedAt()))
                .param(UtcTime.toDatabase(askFrom))
                .param(UtcTime.toDatabase(refund.statusSince()))
                .update();
    }

    Optional<Refund> find(RefundNo refundNo) {
        return jdbc.sql(SELECT + "WHERE refund_no = ?")
                .param(refundNo.value())
                .query((row, number) -> refund(row))
                .optional();
    }

    List<Refund> ofOrder(OrderNo orderNo) {
        return jdbc.sql(SELECT + "WHERE order_no = ? ORDER BY refund_no")
                .param(orderNo.value())
                .query((row, number) -> refund(row))
                .list();
    }

    /**
     * The refunds of a payment so far.
     *
     * @param lastAskFrom when the last one was, or will be, asked for first; null when there is none
     */
    record Earlier(int count, @Nullable Instant lastAskFrom) {}

    Earlier earlier(PaymentNo paymentNo) {
        return jdbc.sql("SELECT COUNT(*), MAX(ask_from) FROM refunds WHERE payment_no = ?")
                .param(paymentNo.value())
                .query((row, number) -> new Earlier(row.getInt(1), UtcTime.readNullable(row, 2)))
                .single();
    }

    /** Notes which process looks after it. */
    void belongsTo(RefundNo refundNo, String processInstanceId) {
        jdbc.sql("UPDATE refunds SET process_instance_id = ? WHERE refund_no = ?")
                .param(processInstanceId)
                .param(refundNo.value())
                .update();
    }

    /** Books the refund once. @return whether it was not booked before */
    boolean succeeded(RefundNo refundNo, @Nullable String gatewayRefundId, Instant refundedAt, Instant at) {
        return jdbc.sql("""
                        UPDATE refunds SET status = 'SUCCEEDED', gateway_refund_id = COALESCE(?, gateway_refund_id),
                            refunded_at = ?, status_reason = NULL, status_since = ?
                        WHERE refund_no = ? AND status <> 'SUCCEEDED'""")
                        .param(gatewayRefundId)
                        .param(UtcTime.toDatabase(refundedAt))
                        .param(UtcTime.toDatabase(at))
                        .param(refundNo.value())
                        .update()
                == 1;
    }

    /** Settles a refund that a person paid. @return whether it was not settled before */
    boolean paidAnotherWay(RefundNo refundNo, Instant at) {
        return jdbc.sql("""
                        UPDATE refunds SET status = 'SUCCEEDED', refunded_at = ?, status_reason = ?, status_since = ?
                        WHERE refund_no = ? AND status <> 'SUCCEEDED'""")
                        .param(UtcTime.toDatabase(at))
                        .param(Refund.PAID_ANOTHER_WAY)
                        .param(UtcTime.toDatabase(at))
                        .param(refundNo.value())
                        .update()
                == 1;
    }

    /** Writes where an unsettled refund stands; the age of a status counts from its first time. */
    void stands(RefundNo refundNo, RefundStatus status, @Nullable String reason, Instant at) {
        jdbc.sql("""
                        UPDATE refunds SET status_since = CASE WHEN status = ? THEN status_since ELSE ? END,
                            status = ?, status_reason = ?
                        WHERE refund_no = ? AND status <> 'SUCCEEDED'""")
                .param(status.name())
                .param(UtcTime.toDatabase(at))
                .param(status.name())
                .param(reason)
                .param(refundNo.value())
                .update();
    }

    /** Unsettled refunds that something keeps, longest first. */
    List<Refund> kept(int limit) {
        return jdbc.sql(SELECT + """
                        WHERE status IN ('UNKNOWN', 'ABNORMAL') OR (status = 'REQUESTED' AND status_reason IS NOT NULL)
                        ORDER BY status_since LIMIT ?""")
                .param(limit)
                .query((row, number) -> refund(row))
                .list();
    }

    /** Takes a notification in. @return false when it is here already */
    boolean received(RefundNotification notification, Instant at) {
        GatewayRefund told = notification.refund();
        try {
            jdbc.sql("""
                            INSERT INTO refund_notifications (channel, notification_id, refund_no, state, amount_fen, received_at)
                            VALUES (?, ?, ?, ?, ?, ?)""")
                    .param(notification.channel().name())
                    .param(notification.notificationId())
                    .param(told.refundNo().value())
                    .param(told.state().name())
                    .param(told.amountFen())
                    .param(UtcTime.toDatabase(at))
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    private static Refund refund(ResultSet row) throws SQLException {
        return new Refund(
                new RefundNo(row.getString("refund_no")),
                new OrderNo(row.getString("order_no")),
                new PaymentNo(row.getString("payment_no")),
                Money.ofFen(row.getLong("amount_fen")),
                RefundStatus.valueOf(row.getString("status")),
                RefundReason.valueOf(row.getString("reason")),
                UtcTime.read(row, "requested_at"),
                UtcTime.readNullable(row, "refunded_at"),
                row.getString("gateway_refund_id"),
                row.getString("status_reason"),
                UtcTime.read(row, "status_since"),
                row.getString("process_instance_id"));
    }
}
