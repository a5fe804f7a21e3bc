package io.orderloom.aftersales;

import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.Money;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.SkuId;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What cases ask for in exchange, in its table. Conditional updates say whether something happened for the first time. */
@Repository
class ExchangeRows {

    private final JdbcClient jdbc;

    ExchangeRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(AfterSalesNo afterSalesNo, Exchange asked) {
        jdbc.sql("""
                        INSERT INTO exchanges (after_sales_no, sku_id, name, quantity, unit_price_fen, status, top_up_fen,
                            payable, top_up_back_fen)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)""")
                .param(afterSalesNo.value())
                .param(asked.skuId().value())
                .param(asked.name())
                .param(asked.quantity())
                .param(asked.unitPrice().fen())
                .param(asked.status().name())
                .param(asked.topUp().fen())
                .param(asked.payable())
                .update();
    }

    Optional<Exchange> find(AfterSalesNo afterSalesNo) {
        return jdbc.sql("SELECT * FROM exchanges WHERE after_sales_no = ?")
                .param(afterSalesNo.value())
                .query((row, number) -> exchange(row))
                .optional();
    }

    /** Cases that hold units of a SKU for an exchange, youngest first. */
    List<AfterSalesNo> holding(SkuId skuId) {
        return jdbc.sql("""
                        SELECT after_sales_no FROM exchanges WHERE sku_id = ? AND status = 'RESERVED'
                        ORDER BY after_sales_no DESC""")
                .param(skuId.value())
                .query((row, number) -> new AfterSalesNo(row.getString(1)))
                .list();
    }

    void belongsTo(AfterSalesNo afterSalesNo, String processInstanceId) {
        jdbc.sql("UPDATE exchanges SET process_instance_id = ? WHERE after_sales_no = ?")
                .param(processInstanceId)
                .param(afterSalesNo.value())
                .update();
    }

    void reserved(AfterSalesNo afterSalesNo) {
        jdbc.sql("UPDATE exchanges SET status = 'RESERVED' WHERE after_sales_no = ? AND status = 'ASKED'")
                .param(afterSalesNo.value())
                .update();
    }

    void payable(AfterSalesNo afterSalesNo, Instant payBefore) {
        jdbc.sql("UPDATE exchanges SET payable = TRUE, pay_before = ? WHERE after_sales_no = ? AND status = 'RESERVED'")
                .param(UtcTime.toDatabase(payBefore))
                .param(afterSalesNo.value())
                .update();
    }

    void unpayable(AfterSalesNo afterSalesNo) {
        jdbc.sql("UPDATE exchanges SET payable = FALSE WHERE after_sales_no = ?")
                .param(afterSalesNo.value())
                .update();
    }

    /** Notes which payment brought the top-up. @return whether it was awaited */
    boolean paid(AfterSalesNo afterSalesNo, PaymentNo paymentNo) {
        return jdbc.sql("""
                        UPDATE exchanges SET top_up_payment_no = ?, payable = FALSE
                        WHERE after_sales_no = ? AND status = 'RESERVED' AND top_up_payment_no IS NULL""")
                        .param(paymentNo.value())
                        .param(afterSalesNo.value())
                        .update()
                == 1;
    }

    /** Promises a part of the top-up back. @return whether so much is left of it */
    boolean promiseBack(AfterSalesNo afterSalesNo, Money amount) {
        return jdbc.sql("""
                        UPDATE exchanges SET top_up_back_fen = top_up_back_fen + ?
                        WHERE after_sales_no = ? AND top_up_payment_no IS NOT NULL AND top_up_fen - top_up_back_fen >= ?""")
                        .params(amount.fen(), afterSalesNo.value(), amount.fen())
                        .update()
                == 1;
    }

    void quantity(AfterSalesNo afterSalesNo, int quantity) {
        jdbc.sql("UPDATE exchanges SET quantity = ? WHERE after_sales_no = ?")
                .params(quantity, afterSalesNo.value())
                .update();
    }

    /** Ends it without a replacement. @return whether there was still one to come */
    boolean end(AfterSalesNo afterSalesNo, ExchangeStatus as) {
        return jdbc.sql("""
                        UPDATE exchanges SET status = ?, payable = FALSE
                        WHERE after_sales_no = ? AND status IN ('ASKED', 'RESERVED')""").params(as.name(), afterSalesNo.value()).update() == 1;
    }

    /** Notes the parcel that brings the replacement. @return whether it had not left before */
    boolean shipped(AfterSalesNo afterSalesNo, String shipmentNo) {
        return jdbc.sql("""
                        UPDATE exchanges SET status = 'SHIPPED', shipment_no = ?
                        WHERE after_sales_no = ? AND status = 'RESERVED'""").params(shipmentNo, afterSalesNo.value()).update() == 1;
    }

    private static Exchange exchange(ResultSet row) throws SQLException {
        String paymentNo = row.getString("top_up_payment_no");
        return new Exchange(
                new SkuId(row.getString("sku_id")),
                row.getString("name"),
                row.getInt("quantity"),
                Money.ofFen(row.getLong("unit_price_fen")),
                ExchangeStatus.valueOf(row.getString("status")),
                Money.ofFen(row.getLong("top_up_fen")),
                row.getBoolean("payable"),
                payBefore(row),
                paymentNo == null ? null : new PaymentNo(paymentNo),
                Money.ofFen(row.getLong("top_up_back_fen")),
                row.getString("process_instance_id"),
                row.getString("shipment_no"));
    }

    private static @Nullable Instant payBefore(ResultSet row) throws SQLException {
        return UtcTime.readNullable(row, "pay_before");
    }
}
