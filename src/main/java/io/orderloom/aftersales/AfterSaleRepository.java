package io.orderloom.aftersales;

import io.orderloom.order.ClaimRefund.Claimed;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PersonalDataCipher;
import io.orderloom.shared.RefundNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Cases in their tables; people's words are sealed. */
@Repository
class AfterSaleRepository {

    private final JdbcClient jdbc;
    private final PersonalDataCipher cipher;
    private final ExchangeRows exchanges;

    AfterSaleRepository(JdbcClient jdbc, PersonalDataCipher cipher, ExchangeRows exchanges) {
        this.jdbc = jdbc;
        this.cipher = cipher;
        this.exchanges = exchanges;
    }

    void insert(AfterSale fresh) {
        jdbc.sql("""
                        INSERT INTO after_sales (after_sales_no, order_no, shopper_id, type, status, amount_fen, claimed,
                            reason_sealed, evidence, requested_by, deadline_at, requested_at, status_since, version)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(fresh.afterSalesNo().value())
                .param(fresh.orderNo().value())
                .param(fresh.shopper().value())
                .param(fresh.type().name())
                .param(fresh.status().name())
                .param(fresh.amount().fen())
                .param(fresh.claimed())
                .param(cipher.encrypt(fresh.reason()))
                .param(String.join(",", fresh.evidence()))
                .param(fresh.requestedBy())
                .param(UtcTime.toDatabase(fresh.deadline()))
                .param(UtcTime.toDatabase(fresh.requestedAt()))
                .param(UtcTime.toDatabase(fresh.requestedAt()))
                .param(fresh.version())
                .update();
        if (fresh.exchange() != null) {
            exchanges.insert(fresh.afterSalesNo(), fresh.exchange());
        }
        if (fresh.items().isEmpty()) {
            return;
        }
        List<Object> values = new ArrayList<>();
        fresh.items()
                .forEach(item -> values.addAll(List.of(
                        fresh.afterSalesNo().value(),
                        item.lineNo(),
                        item.skuId().value(),
                        item.quantity(),
                        item.worth().fen(),
                        item.amount().fen())));
        jdbc.sql(
                        "INSERT INTO after_sale_items (after_sales_no, line_no, sku_id, quantity, worth_fen, amount_fen) VALUES "
                                + String.join(
                                        ", ", Collections.nCopies(fresh.items().size(), "(?, ?, ?, ?, ?, ?)")))
                .params(values)
                .update();
    }

    Optional<AfterSale> find(AfterSalesNo afterSalesNo) {
        return select("after_sales_no = ?", afterSalesNo.value()).stream().findFirst();
    }

    List<AfterSale> ofOrder(OrderNo orderNo) {
        return select("order_no = ? ORDER BY after_sales_no", orderNo.value());
    }

    Optional<AfterSale> byRefund(RefundNo refundNo) {
        return select("refund_no = ?", refundNo.value()).stream().findFirst();
    }

    /** Cases at a status, oldest first. */
    List<AfterSale> at(AfterSaleStatus status, int offset, int size) {
        return select("status = ? ORDER BY requested_at LIMIT ? OFFSET ?", status.name(), size, offset);
    }

    /** Exchanges whose top-up was due before the moment and that are not void yet, longest first. */
    List<AfterSale> topUpDueBefore(Instant moment, int limit) {
        return select(
                "status = 'AWAITING_TOP_UP' AND deadline_at < ? ORDER BY deadline_at LIMIT ?",
                Objects.requireNonNull(UtcTime.toDatabase(moment)),
                limit);
    }

    /** Exchanges whose replacement is awaited since before the moment, longest first. */
    List<AfterSale> replacingSinceBefore(Instant moment, int limit) {
        return select(
                "status = 'REPLACING' AND status_since < ? ORDER BY status_since LIMIT ?",
                Objects.requireNonNull(UtcTime.toDatabase(moment)),
                limit);
    }

    long countAt(AfterSaleStatus status) {
        return jdbc.sql("SELECT COUNT(*) FROM after_sales WHERE status = ?")
                .param(status.name())
                .query(Long.class)
                .single();
    }

    void belongsTo(AfterSalesNo afterSalesNo, String processInstanceId) {
        jdbc.sql("UPDATE after_sales SET process_instance_id = ? WHERE after_sales_no = ?")
                .param(processInstanceId)
                .param(afterSalesNo.value())
                .update();
    }

    /**
     * Moves a case on.
     *
     * @param deadline when its next clock strikes; null when none runs
     * @return whether it stood at one of the statuses before
     */
    boolean move(
            AfterSalesNo afterSalesNo,
            AfterSaleStatus to,
            @Nullable Instant deadline,
            Instant at,
            AfterSaleStatus... from) {
        List<Object> statuses = new ArrayList<>();
        for (AfterSaleStatus status : from) {
            statuses.add(status.name());
        }
        return jdbc.sql("UPDATE after_sales SET status = ?, deadline_at = ?, status_since = ?, version = version + 1"
                                + " WHERE after_sales_no = ? AND status IN ("
                                + String.join(", ", Collections.nCopies(from.length, "?")) + ")")
                        .param(to.name())
                        .param(UtcTime.toDatabase(deadline))
                        .param(UtcTime.toDatabase(at))
                        .param(afterSalesNo.value())
                        .params(statuses)
                        .update()
                == 1;
    }

    /** Notes who decided, and what was said to the shopper; no words keep those that were said before. */
    void decided(AfterSalesNo afterSalesNo, String by, @Nullable String note) {
        jdbc.sql(
                        "UPDATE after_sales SET decided_by = ?, note_sealed = COALESCE(?, note_sealed) WHERE after_sales_no = ?")
                .param(by)
                .param(cipher.encrypt(note))
                .param(afterSalesNo.value())
                .update();
    }

    void granted(AfterSalesNo afterSalesNo, Money amount) {
        jdbc.sql("UPDATE after_sales SET granted_fen = ? WHERE after_sales_no = ?")
                .param(amount.fen())
                .param(afterSalesNo.value())
                .update();
    }

    void claimed(AfterSalesNo afterSalesNo, boolean claimed) {
        jdbc.sql("UPDATE after_sales SET claimed = ? WHERE after_sales_no = ?")
                .param(claimed)
                .param(afterSalesNo.value())
                .update();
    }

    void refundedBy(AfterSalesNo afterSalesNo, RefundNo refundNo) {
        jdbc.sql("UPDATE after_sales SET refund_no = ? WHERE after_sales_no = ?")
                .param(refundNo.value())
                .param(afterSalesNo.value())
                .update();
    }

    void returnedBy(AfterSalesNo afterSalesNo, String returnProcessId) {
        jdbc.sql("UPDATE after_sales SET return_process_id = ? WHERE after_sales_no = ?")
                .param(returnProcessId)
                .param(afterSalesNo.value())
                .update();
    }

    void sentBack(AfterSalesNo afterSalesNo, AfterSale.ReturnParcel parcel) {
        jdbc.sql("UPDATE after_sales SET return_carrier = ?, return_tracking_no = ? WHERE after_sales_no = ?")
                .param(parcel.carrier())
                .param(parcel.trackingNo())
                .param(afterSalesNo.value())
                .update();
    }

    void extended(AfterSalesNo afterSalesNo, Instant deadline) {
        jdbc.sql("UPDATE after_sales SET deadline_at = ?, version = version + 1 WHERE after_sales_no = ?")
                .param(UtcTime.toDatabase(deadline))
                .param(afterSalesNo.value())
                .update();
    }

    List<AfterSale> byReturnTrackingNo(String trackingNo) {
        return select("return_tracking_no = ?", trackingNo);
    }

    /** What the inspection said of a line, and what is left of the claim. */
    void inspected(AfterSalesNo afterSalesNo, Claimed kept, int damaged) {
        jdbc.sql("""
                        UPDATE after_sale_items SET accepted_quantity = ?, damaged_quantity = ?, quantity = ?, worth_fen = ?,
                            amount_fen = ? WHERE after_sales_no = ? AND line_no = ?""")
                .params(List.of(
                        kept.quantity(),
                        damaged,
                        kept.quantity(),
                        kept.worth().fen(),
                        kept.amount().fen(),
                        afterSalesNo.value(),
                        kept.lineNo()))
                .update();
    }

    void amount(AfterSalesNo afterSalesNo, Money amount) {
        jdbc.sql("UPDATE after_sales SET amount_fen = ? WHERE after_sales_no = ?")
                .param(amount.fen())
                .param(afterSalesNo.value())
                .update();
    }

    /** The case goes on as something else than was asked for. */
    void type(AfterSalesNo afterSalesNo, AfterSaleType type) {
        jdbc.sql("UPDATE after_sales SET type = ? WHERE after_sales_no = ?")
                .param(type.name())
                .param(afterSalesNo.value())
                .update();
    }

    /** Units that came back and were accepted. */
    record Accepted(SkuId skuId, int sellable, int damaged) {}

    List<Accepted> accepted(AfterSalesNo afterSalesNo) {
        return jdbc.sql(
                        "SELECT sku_id, accepted_quantity, damaged_quantity FROM after_sale_items WHERE after_sales_no = ? AND accepted_quantity > 0")
                .param(afterSalesNo.value())
                .query((row, number) -> new Accepted(
                        new SkuId(row.getString("sku_id")),
                        row.getInt("accepted_quantity") - row.getInt("damaged_quantity"),
                        row.getInt("damaged_quantity")))
                .list();
    }

    /** The refusal can be disputed no more. */
    void noDeadline(AfterSalesNo afterSalesNo) {
        jdbc.sql("UPDATE after_sales SET deadline_at = NULL, version = version + 1 WHERE after_sales_no = ?")
                .param(afterSalesNo.value())
                .update();
    }

    void forgetWords(ShopperId shopper) {
        jdbc.sql("UPDATE after_sales SET reason_sealed = NULL, note_sealed = NULL, evidence = '' WHERE shopper_id = ?")
                .param(shopper.value())
                .update();
    }

    private List<AfterSale> select(String where, Object... values) {
        return jdbc.sql(
                        "SELECT a.*, EXISTS (SELECT 1 FROM exchanges e WHERE e.after_sales_no = a.after_sales_no) AS exchanged"
                                + " FROM after_sales a WHERE " + where)
                .params(values)
                .query((row, number) -> afterSale(row))
                .list();
    }

    private AfterSale afterSale(ResultSet row) throws SQLException {
        AfterSalesNo afterSalesNo = new AfterSalesNo(row.getString("after_sales_no"));
        Long granted = row.getObject("granted_fen", Long.class);
        String refundNo = row.getString("refund_no");
        String evidence = row.getString("evidence");
        return new AfterSale(
                afterSalesNo,
                new OrderNo(row.getString("order_no")),
                new ShopperId(row.getString("shopper_id")),
                AfterSaleType.valueOf(row.getString("type")),
                AfterSaleStatus.valueOf(row.getString("status")),
                Money.ofFen(row.getLong("amount_fen")),
                granted == null ? null : Money.ofFen(granted),
                row.getBoolean("claimed"),
                cipher.decrypt(row.getString("reason_sealed")),
                cipher.decrypt(row.getString("note_sealed")),
                evidence.isEmpty() ? List.of() : List.of(evidence.split(",")),
                row.getString("requested_by"),
                row.getString("decided_by"),
                UtcTime.readNullable(row, "deadline_at"),
                refundNo == null ? null : new RefundNo(refundNo),
                row.getString("process_instance_id"),
                row.getString("return_process_id"),
                parcel(row),
                UtcTime.read(row, "requested_at"),
                UtcTime.read(row, "status_since"),
                row.getInt("version"),
                items(afterSalesNo),
                row.getBoolean("exchanged") ? exchanges.find(afterSalesNo).orElse(null) : null);
    }

    private static AfterSale.@Nullable ReturnParcel parcel(ResultSet row) throws SQLException {
        String carrier = row.getString("return_carrier");
        String trackingNo = row.getString("return_tracking_no");
        return carrier == null || trackingNo == null ? null : new AfterSale.ReturnParcel(carrier, trackingNo);
    }

    private List<Claimed> items(AfterSalesNo afterSalesNo) {
        return jdbc.sql("SELECT * FROM after_sale_items WHERE after_sales_no = ? ORDER BY line_no")
                .param(afterSalesNo.value())
                .query((row, number) -> new Claimed(
                        row.getInt("line_no"),
                        new SkuId(row.getString("sku_id")),
                        row.getInt("quantity"),
                        Money.ofFen(row.getLong("worth_fen")),
                        Money.ofFen(row.getLong("amount_fen"))))
                .list();
    }
}
