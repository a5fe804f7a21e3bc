package io.orderloom.order.risk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Risk facts and verdicts in their tables. */
@Repository
class RiskRows {

    private static final Duration WINDOW = Duration.ofHours(1);
    /** Past this nobody cares how many more there are, and counting stays cheap. */
    private static final int COUNTED_AT_MOST = 1000;

    private final JdbcClient jdbc;
    private final ObjectMapper json = new ObjectMapper();

    RiskRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is known of an order that is about to be placed, in one statement. */
    RiskFacts facts(
            ShopperId shopper, @Nullable String addressMark, @Nullable String deviceMark, Money amount, Instant now) {
        return jdbc.sql("""
                        SELECT
                            EXISTS (SELECT 1 FROM risk_blocks WHERE kind = 'SHOPPER' AND subject = :shopper) AS shopper_blocked,
                            EXISTS (SELECT 1 FROM risk_blocks WHERE kind = 'ADDRESS' AND subject = :address) AS address_blocked,
                            EXISTS (SELECT 1 FROM orders WHERE shopper_id = :shopper
                                AND status IN ('PAID', 'PARTLY_SHIPPED', 'SHIPPED', 'DELIVERED', 'COMPLETED')) AS known,
                            s.orders AS shopper_orders, a.orders AS address_orders, a.shoppers AS address_shoppers,
                            d.orders AS device_orders, d.shoppers AS device_shoppers
                        FROM (SELECT COUNT(*) AS orders FROM (SELECT placed_at FROM orders
                                WHERE shopper_id = :shopper AND placed_at > :since LIMIT :most) os) s
                            CROSS JOIN (SELECT COUNT(*) AS orders, COUNT(DISTINCT CASE WHEN shopper_id <> :shopper THEN shopper_id END)
                                AS shoppers FROM (SELECT shopper_id FROM risk_verdicts
                                WHERE address_mark = :address AND judged_at > :since LIMIT :most) va) a
                            CROSS JOIN (SELECT COUNT(*) AS orders, COUNT(DISTINCT CASE WHEN shopper_id <> :shopper THEN shopper_id END)
                                AS shoppers FROM (SELECT shopper_id FROM risk_verdicts
                                WHERE device_mark = :device AND judged_at > :since LIMIT :most) vd) d""")
                .param("shopper", shopper.value())
                .param("address", addressMark)
                .param("device", deviceMark)
                .param("since", UtcTime.toDatabase(now.minus(WINDOW)))
                .param("most", COUNTED_AT_MOST - 1)
                .query((row, number) -> new RiskFacts(
                        amount.fen(),
                        !row.getBoolean("known"),
                        row.getInt("shopper_orders") + 1,
                        addressMark == null ? 0 : row.getInt("address_orders") + 1,
                        deviceMark == null ? 0 : row.getInt("device_orders") + 1,
                        addressMark == null ? 0 : row.getInt("address_shoppers") + 1,
                        deviceMark == null ? 0 : row.getInt("device_shoppers") + 1,
                        row.getBoolean("shopper_blocked"),
                        row.getBoolean("address_blocked")))
                .single();
    }

    void insert(String verdictNo, RiskVerdict verdict, @Nullable OrderNo orderNo) {
        jdbc.sql("""
                        INSERT INTO risk_verdicts (verdict_no, shopper_id, judged_at, order_no, verdict, reasons, facts,
                            table_version, address_mark, device_mark)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(verdictNo)
                .param(verdict.shopper().value())
                .param(UtcTime.toDatabase(verdict.judgedAt()))
                .param(orderNo == null ? null : orderNo.value())
                .param(verdict.decision().name())
                .param(String.join(",", verdict.reasons()))
                .param(written(verdict.facts()))
                .param(verdict.tableVersion())
                // Only orders are counted, so a refusal leaves no mark.
                .param(orderNo == null ? null : verdict.addressMark())
                .param(orderNo == null ? null : verdict.deviceMark())
                .update();
    }

    List<KeptVerdict> of(ShopperId shopper, int offset, int size) {
        return jdbc.sql("""
                        SELECT verdict_no, order_no, judged_at, verdict, reasons, facts, table_version FROM risk_verdicts
                        WHERE shopper_id = ? ORDER BY judged_at DESC, verdict_no DESC LIMIT ? OFFSET ?""")
                .param(shopper.value())
                .param(size)
                .param(offset)
                .query((row, number) -> kept(row))
                .list();
    }

    long count(ShopperId shopper) {
        return jdbc.sql("SELECT COUNT(*) FROM risk_verdicts WHERE shopper_id = ?")
                .param(shopper.value())
                .query(Long.class)
                .single();
    }

    /** By the shopper first, which is how the rows lie. */
    Optional<KeptVerdict> of(ShopperId shopper, OrderNo orderNo, Instant placedAt) {
        return jdbc.sql("""
                        SELECT verdict_no, order_no, judged_at, verdict, reasons, facts, table_version FROM risk_verdicts
                        WHERE shopper_id = ? AND judged_at BETWEEN ? AND ? AND order_no = ?""")
                .param(shopper.value())
                .param(UtcTime.toDatabase(placedAt.minus(WINDOW)))
                .param(UtcTime.toDatabase(placedAt.plus(WINDOW)))
                .param(orderNo.value())
                .query((row, number) -> kept(row))
                .optional();
    }

    void forget(ShopperId shopper) {
        jdbc.sql("""
                        UPDATE risk_verdicts SET address_mark = NULL, device_mark = NULL
                        WHERE shopper_id = ? AND (address_mark IS NOT NULL OR device_mark IS NOT NULL)""").param(shopper.value()).update();
    }

    private KeptVerdict kept(ResultSet row) throws SQLException {
        String reasons = row.getString("reasons");
        return new KeptVerdict(
                row.getString("verdict_no"),
                row.getString("order_no"),
                UtcTime.read(row, "judged_at"),
                RiskDecision.valueOf(row.getString("verdict")),
                reasons.isEmpty() ? List.of() : Arrays.asList(reasons.split(",")),
                read(row.getString("facts")),
                row.getInt("table_version"));
    }

    private String written(RiskFacts facts) {
        try {
            return json.writeValueAsString(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Risk facts cannot be written as JSON", e);
        }
    }

    private RiskFacts read(String facts) {
        try {
            return json.readValue(facts, RiskFacts.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Kept risk facts cannot be read", e);
        }
    }
}
