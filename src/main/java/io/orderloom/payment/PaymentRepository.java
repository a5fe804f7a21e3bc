package io.orderloom.payment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.PersonalDataCipher;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Payments in their table. */
@Repository
class PaymentRepository {

    private static final String COLUMNS = """
            payment_no, order_no, top_up_of, channel, scene, status, amount_fen, opened_at, expires_at, paid_at,
            gateway_transaction_id, client_params, status_reason, status_since, askings""";
    private static final String PAYER_COLUMNS = ", payer_id_sealed, payer_ip_sealed";
    private static final TypeReference<Map<String, String>> PARAMS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final PersonalDataCipher cipher;
    private final ObjectMapper json;

    PaymentRepository(JdbcClient jdbc, PersonalDataCipher cipher, ObjectMapper json) {
        this.jdbc = jdbc;
        this.cipher = cipher;
        this.json = json;
    }

    /** What only the prepay call needs; personal data. */
    record Payer(@Nullable String payerId, @Nullable String payerIp) {}

    /** A payment with what else stands in its row. */
    record WithPayer(Payment payment, Payer payer) {}

    void insert(Payment payment, Payer payer, Instant firstAsking) {
        jdbc.sql("""
                        INSERT INTO payments (payment_no, order_no, top_up_of, channel, scene, status, amount_fen,
                            payer_id_sealed, payer_ip_sealed, opened_at, expires_at, status_since, askings, next_ask_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)""")
                .param(payment.paymentNo().value())
                .param(payment.orderNo().value())
                .param(payment.topUpOf() == null ? null : payment.topUpOf().value())
                .param(payment.channel().name())
                .param(payment.scene().name())
                .param(payment.status().name())
                .param(payment.amount().fen())
                .param(cipher.encrypt(payer.payerId()))
                .param(cipher.encrypt(payer.payerIp()))
                .param(UtcTime.toDatabase(payment.openedAt()))
                .param(UtcTime.toDatabase(payment.expiresAt()))
                .param(UtcTime.toDatabase(payment.statusSince()))
                .param(UtcTime.toDatabase(firstAsking))
                .update();
    }

    Optional<Payment> find(PaymentNo paymentNo) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM payments WHERE payment_no = ?")
                .param(paymentNo.value())
                .query(this::payment)
                .optional();
    }

    Optional<WithPayer> findWithPayer(PaymentNo paymentNo) {
        return jdbc.sql("SELECT " + COLUMNS + PAYER_COLUMNS + " FROM payments WHERE payment_no = ?")
                .param(paymentNo.value())
                .query(this::withPayer)
                .optional();
    }

    List<WithPayer> withPayersOf(Collection<OrderNo> orderNos) {
        if (orderNos.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("SELECT " + COLUMNS + PAYER_COLUMNS
                        + " FROM payments WHERE order_no IN (:orders) ORDER BY payment_no")
                .param("orders", orderNos.stream().map(OrderNo::value).toList())
                .query(this::withPayer)
                .list();
    }

    List<Payment> ofOrder(OrderNo orderNo) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM payments WHERE order_no = ? ORDER BY payment_no")
                .param(orderNo.value())
                .query(this::payment)
                .list();
    }

    /** Payments of the order's own money, or of a top-up in it, that somebody might still pay. */
    List<PaymentNo> open(OrderNo orderNo, @Nullable AfterSalesNo topUpOf) {
        return jdbc.sql("""
                        SELECT payment_no FROM payments
                        WHERE order_no = ? AND COALESCE(top_up_of, '') = ? AND status IN ('PENDING', 'UNKNOWN', 'NOT_EXECUTED')
                        ORDER BY payment_no""")
                .param(orderNo.value())
                .param(topUpOf == null ? "" : topUpOf.value())
                .query((row, number) -> new PaymentNo(row.getString(1)))
                .list();
    }

    Payer payer(PaymentNo paymentNo) {
        return jdbc.sql("SELECT payer_id_sealed, payer_ip_sealed FROM payments WHERE payment_no = ?")
                .param(paymentNo.value())
                .query((row, number) -> payer(row))
                .single();
    }

    /**
     * Writes what the gateway answered to the wish to open it, unless more is known by now. What is unknown stays
     * so unless the gateway opened it: a refusal speaks of the last call only, not of the lost one before.
     *
     * @return whether it was written
     */
    boolean opened(
            PaymentNo paymentNo,
            PaymentStatus status,
            Map<String, String> params,
            @Nullable String reason,
            Instant at) {
        return jdbc.sql("""
                        UPDATE payments SET status = ?, client_params = ?, status_reason = ?, status_since = ?,
                            next_ask_at = CASE WHEN ? = 'DECLINED' THEN NULL ELSE next_ask_at END
                        WHERE payment_no = ? AND (status IN ('PENDING', 'NOT_EXECUTED') OR (status = 'UNKNOWN' AND ? = 'PENDING'))""")
                        .param(status.name())
                        .param(params.isEmpty() ? null : write(params))
                        .param(reason)
                        .param(UtcTime.toDatabase(at))
                        .param(status.name())
                        .param(paymentNo.value())
                        .param(status.name())
                        .update()
                == 1;
    }

    /**
     * Books the money once.
     *
     * @return whether it was not booked before
     * @throws org.springframework.dao.DuplicateKeyException when the transaction paid another payment
     */
    boolean succeeded(
            PaymentNo paymentNo, @Nullable String transactionId, @Nullable String payerId, Instant paidAt, Instant at) {
        return jdbc.sql("""
                        UPDATE payments SET status = 'SUCCEEDED', gateway_transaction_id = ?, paid_at = ?,
                            payer_id_sealed = COALESCE(?, payer_id_sealed), status_reason = NULL, status_since = ?, next_ask_at = NULL
                        WHERE payment_no = ? AND status <> 'SUCCEEDED'""")
                        .param(transactionId)
                        .param(UtcTime.toDatabase(paidAt))
                        .param(cipher.encrypt(payerId))
                        .param(UtcTime.toDatabase(at))
                        .param(paymentNo.value())
                        .update()
                == 1;
    }

    /** Marks an open payment closed for certain. @return whether it was open until now */
    boolean closed(PaymentNo paymentNo, Instant at) {
        return jdbc.sql("""
                        UPDATE payments SET status = 'CLOSED', status_reason = NULL, status_since = ?, next_ask_at = NULL
                        WHERE payment_no = ? AND status IN ('PENDING', 'UNKNOWN', 'NOT_EXECUTED', 'DECLINED')""")
                        .param(UtcTime.toDatabase(at))
                        .param(paymentNo.value())
                        .update()
                == 1;
    }

    /** Marks an open payment as one of which nobody can say what became of it; its age counts from the first time. */
    void unknown(PaymentNo paymentNo, String reason, Instant at) {
        jdbc.sql("""
                        UPDATE payments SET status_since = CASE WHEN status = 'UNKNOWN' THEN status_since ELSE ? END,
                            status = 'UNKNOWN', status_reason = ?
                        WHERE payment_no = ? AND status IN ('PENDING', 'UNKNOWN', 'NOT_EXECUTED')""")
                .param(UtcTime.toDatabase(at))
                .param(reason)
                .param(paymentNo.value())
                .update();
    }

    /** The gateway says that it is open: known again. */
    void pending(PaymentNo paymentNo, Instant at) {
        jdbc.sql("""
                        UPDATE payments SET status = 'PENDING', status_reason = NULL, status_since = ?
                        WHERE payment_no = ? AND status = 'UNKNOWN'""").param(UtcTime.toDatabase(at)).param(paymentNo.value()).update();
    }

    void askAt(PaymentNo paymentNo, Instant moment) {
        jdbc.sql(
                        "UPDATE payments SET next_ask_at = ? WHERE payment_no = ? AND status IN ('PENDING', 'UNKNOWN', 'NOT_EXECUTED')")
                .param(UtcTime.toDatabase(moment))
                .param(paymentNo.value())
                .update();
    }

    void forgetPayers(OrderNo orderNo) {
        jdbc.sql("UPDATE payments SET payer_id_sealed = NULL, payer_ip_sealed = NULL WHERE order_no = ?")
                .param(orderNo.value())
                .update();
    }

    Optional<Instant> nextAsking() {
        return jdbc.sql("SELECT MIN(next_ask_at) FROM payments WHERE next_ask_at IS NOT NULL")
                .query((row, number) -> Optional.ofNullable(UtcTime.readNullable(row, 1)))
                .single();
    }

    List<Payment> dueForAsking(Instant now, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM payments WHERE next_ask_at <= ? ORDER BY next_ask_at LIMIT ?")
                .param(UtcTime.toDatabase(now))
                .param(limit)
                .query(this::payment)
                .list();
    }

    /** Takes one asking; of several nodes one gets it. @return whether it is ours */
    boolean claimAsking(Payment payment, Instant next) {
        return jdbc.sql("""
                        UPDATE payments SET askings = askings + 1, next_ask_at = ?
                        WHERE payment_no = ? AND askings = ? AND next_ask_at IS NOT NULL""")
                        .param(UtcTime.toDatabase(next))
                        .param(payment.paymentNo().value())
                        .param(payment.askings())
                        .update()
                == 1;
    }

    /** Open payments whose outcome nobody knows, oldest first. */
    List<Payment> unknown(int limit) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM payments WHERE status = 'UNKNOWN' ORDER BY status_since LIMIT ?")
                .param(limit)
                .query(this::payment)
                .list();
    }

    private WithPayer withPayer(ResultSet row, int number) throws SQLException {
        return new WithPayer(payment(row, number), payer(row));
    }

    private Payer payer(ResultSet row) throws SQLException {
        return new Payer(
                cipher.decrypt(row.getString("payer_id_sealed")), cipher.decrypt(row.getString("payer_ip_sealed")));
    }

    private Payment payment(ResultSet row, int number) throws SQLException {
        String topUpOf = row.getString("top_up_of");
        return new Payment(
                new PaymentNo(row.getString("payment_no")),
                new OrderNo(row.getString("order_no")),
                topUpOf == null ? null : new AfterSalesNo(topUpOf),
                Channel.valueOf(row.getString("channel")),
                Scene.valueOf(row.getString("scene")),
                PaymentStatus.valueOf(row.getString("status")),
                Money.ofFen(row.getLong("amount_fen")),
                UtcTime.read(row, "opened_at"),
                UtcTime.read(row, "expires_at"),
                UtcTime.readNullable(row, "paid_at"),
                row.getString("gateway_transaction_id"),
                read(row.getString("client_params")),
                row.getString("status_reason"),
                UtcTime.read(row, "status_since"),
                row.getInt("askings"));
    }

    private String write(Map<String, String> params) {
        try {
            return json.writeValueAsString(params);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Client parameters cannot be written", e);
        }
    }

    private Map<String, String> read(@Nullable String params) {
        try {
            return params == null ? Map.of() : json.readValue(params, PARAMS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored client parameters cannot be read", e);
        }
    }
}
