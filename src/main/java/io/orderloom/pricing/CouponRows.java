package io.orderloom.pricing;

import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables {@code coupons} and {@code coupon_grants}. */
@Component
class CouponRows {

    private static final String COUPON = """
            SELECT g.coupon_id, t.name, t.name_en, t.amount_fen, t.threshold_fen, t.combinable, g.status, g.order_no,
            g.valid_from, g.valid_until FROM coupon_grants g JOIN coupons t ON t.template_id = g.template_id\s""";

    private final JdbcClient jdbc;

    CouponRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<CouponId, Coupon> held(ShopperId shopper, Collection<CouponId> couponIds) {
        if (couponIds.isEmpty()) {
            return Map.of();
        }
        Map<CouponId, Coupon> held = new HashMap<>();
        jdbc.sql(COUPON + "WHERE g.coupon_id IN (:coupons) AND g.shopper_id = :shopper")
                .param("coupons", couponIds.stream().map(CouponId::value).toList())
                .param("shopper", shopper.value())
                .query(CouponRows::coupon)
                .list()
                .forEach(coupon -> held.put(coupon.couponId(), coupon));
        return held;
    }

    List<Coupon> of(ShopperId shopper, int page, int size) {
        return jdbc.sql(COUPON + "WHERE g.shopper_id = ? ORDER BY g.valid_until, g.coupon_id LIMIT ? OFFSET ?")
                .params(shopper.value(), size, (long) page * size)
                .query(CouponRows::coupon)
                .list();
    }

    long count(ShopperId shopper) {
        return jdbc.sql("SELECT COUNT(*) FROM coupon_grants WHERE shopper_id = ?")
                .param(shopper.value())
                .query(Long.class)
                .single();
    }

    boolean lock(CouponId couponId, ShopperId shopper, OrderNo orderNo, Instant now) {
        LocalDateTime moment = UtcTime.toDatabase(now);
        return jdbc.sql("""
                                UPDATE coupon_grants SET status = 'LOCKED', order_no = ?
                                WHERE coupon_id = ? AND shopper_id = ? AND status = 'AVAILABLE'
                                AND valid_from <= ? AND valid_until > ?""")
                        .params(orderNo.value(), couponId.value(), shopper.value(), moment, moment)
                        .update()
                == 1;
    }

    int giveBack(OrderNo orderNo) {
        return jdbc.sql("UPDATE coupon_grants SET status = 'AVAILABLE', order_no = NULL"
                        + " WHERE order_no = ? AND status = 'LOCKED'")
                .param(orderNo.value())
                .update();
    }

    int giveBackUsed(OrderNo orderNo) {
        return jdbc.sql("UPDATE coupon_grants SET status = 'AVAILABLE', order_no = NULL"
                        + " WHERE order_no = ? AND status = 'USED'")
                .param(orderNo.value())
                .update();
    }

    int use(OrderNo orderNo) {
        return jdbc.sql("UPDATE coupon_grants SET status = 'USED' WHERE order_no = ? AND status = 'LOCKED'")
                .param(orderNo.value())
                .update();
    }

    void insert(CouponTemplate template, Instant now) {
        jdbc.sql("""
                        INSERT IGNORE INTO coupons (template_id, name, name_en, amount_fen, threshold_fen, combinable,
                        valid_from, valid_until, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        template.templateId(),
                        template.name(),
                        template.nameEn(),
                        template.amount().fen(),
                        template.threshold().fen(),
                        template.combinable(),
                        UtcTime.toDatabase(template.validFrom()),
                        UtcTime.toDatabase(template.validUntil()),
                        UtcTime.toDatabase(now))
                .update();
    }

    Optional<CouponTemplate> template(String templateId) {
        return jdbc.sql("""
                        SELECT template_id, name, name_en, amount_fen, threshold_fen, combinable, valid_from, valid_until
                        FROM coupons WHERE template_id = ?""")
                .param(templateId)
                .query((row, number) -> new CouponTemplate(
                        row.getString("template_id"),
                        row.getString("name"),
                        row.getString("name_en"),
                        Money.ofFen(row.getLong("amount_fen")),
                        Money.ofFen(row.getLong("threshold_fen")),
                        row.getBoolean("combinable"),
                        UtcTime.read(row, "valid_from"),
                        UtcTime.read(row, "valid_until")))
                .optional();
    }

    void grant(CouponId couponId, CouponTemplate template, ShopperId shopper, Instant now) {
        jdbc.sql("""
                        INSERT INTO coupon_grants (coupon_id, template_id, shopper_id, status, valid_from, valid_until,
                        granted_at) VALUES (?, ?, ?, 'AVAILABLE', ?, ?, ?)""")
                .params(
                        couponId.value(),
                        template.templateId(),
                        shopper.value(),
                        UtcTime.toDatabase(template.validFrom()),
                        UtcTime.toDatabase(template.validUntil()),
                        UtcTime.toDatabase(now))
                .update();
    }

    private static Coupon coupon(ResultSet row, int number) throws SQLException {
        return new Coupon(
                new CouponId(row.getString("coupon_id")),
                row.getString("name"),
                row.getString("name_en"),
                Money.ofFen(row.getLong("amount_fen")),
                Money.ofFen(row.getLong("threshold_fen")),
                row.getBoolean("combinable"),
                Coupon.Status.valueOf(row.getString("status")),
                row.getString("order_no"),
                UtcTime.read(row, "valid_from"),
                UtcTime.read(row, "valid_until"));
    }
}
