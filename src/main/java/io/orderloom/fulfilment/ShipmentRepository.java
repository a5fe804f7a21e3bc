package io.orderloom.fulfilment;

import io.orderloom.fulfilment.Shipment.Replacement;
import io.orderloom.fulfilment.ShippableOrders.LineQuantity;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.SkuId;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Parcels, what is in them, and what carriers say of them. */
@Repository
class ShipmentRepository {

    private static final String SELECT = """
            SELECT s.shipment_no, s.order_no, s.carrier, s.tracking_no, s.status, s.process_instance_id, s.shipped_at,
                s.signed_at, s.after_sales_no, s.replacement_sku_id, s.replacement_name, s.replacement_quantity,
                s.wechat_payment_no, i.line_no, i.quantity
            FROM shipments s LEFT JOIN shipment_items i ON i.shipment_no = s.shipment_no
            """;

    private final JdbcClient jdbc;

    ShipmentRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Shipment shipment) {
        Replacement replacement = shipment.replacement();
        jdbc.sql("""
                        INSERT INTO shipments (shipment_no, order_no, carrier, tracking_no, status, process_instance_id,
                            shipped_at, signed_at, after_sales_no, replacement_sku_id, replacement_name,
                            replacement_quantity, wechat_payment_no)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(shipment.shipmentNo())
                .param(shipment.orderNo().value())
                .param(shipment.carrier())
                .param(shipment.trackingNo())
                .param(shipment.status().name())
                .param(shipment.processInstanceId())
                .param(UtcTime.toDatabase(shipment.shippedAt()))
                .param(UtcTime.toDatabase(shipment.signedAt()))
                .param(replacement == null ? null : replacement.afterSalesNo().value())
                .param(replacement == null ? null : replacement.skuId().value())
                .param(replacement == null ? null : replacement.name())
                .param(replacement == null ? null : replacement.quantity())
                .param(
                        replacement == null || replacement.weChatPaymentNo() == null
                                ? null
                                : replacement.weChatPaymentNo().value())
                .update();
        if (shipment.items().isEmpty()) {
            return;
        }
        StringBuilder rows = new StringBuilder("INSERT INTO shipment_items (shipment_no, line_no, quantity) VALUES ");
        List<Object> values = new ArrayList<>();
        for (LineQuantity item : shipment.items()) {
            rows.append(values.isEmpty() ? "(?, ?, ?)" : ", (?, ?, ?)");
            values.addAll(List.of(shipment.shipmentNo(), item.lineNo(), item.quantity()));
        }
        jdbc.sql(rows.toString()).params(values).update();
    }

    void belongsTo(String shipmentNo, String processInstanceId) {
        jdbc.sql("UPDATE shipments SET process_instance_id = ? WHERE shipment_no = ?")
                .param(processInstanceId)
                .param(shipmentNo)
                .update();
    }

    /** Gives a parcel its waybill number. @return false when it has one already */
    boolean numbered(String shipmentNo, String trackingNo) {
        return jdbc.sql("UPDATE shipments SET tracking_no = ? WHERE shipment_no = ? AND tracking_no IS NULL")
                        .param(trackingNo)
                        .param(shipmentNo)
                        .update()
                == 1;
    }

    List<Shipment> ofOrder(OrderNo orderNo) {
        return collect(jdbc.sql(SELECT + "WHERE s.order_no = ? ORDER BY s.shipment_no, i.line_no")
                .param(orderNo.value()));
    }

    /** The order's parcels with goods of its lines, in the order of leaving. */
    List<Shipment> ofLines(OrderNo orderNo) {
        return ofLines(ofOrder(orderNo));
    }

    /** Those of an order's parcels that carry goods of its lines. */
    static List<Shipment> ofLines(List<Shipment> parcels) {
        return parcels.stream()
                .filter(shipment -> shipment.replacement() == null)
                .toList();
    }

    Optional<Shipment> find(String shipmentNo) {
        return collect(jdbc.sql(SELECT + "WHERE s.shipment_no = ? ORDER BY i.line_no")
                        .param(shipmentNo))
                .stream()
                .findFirst();
    }

    List<Shipment> byTrackingNo(String trackingNo) {
        return collect(jdbc.sql(SELECT + "WHERE s.tracking_no = ? ORDER BY s.shipment_no, i.line_no")
                .param(trackingNo));
    }

    /** Moves a parcel on; one that was signed for or settled stays so. @return whether it moved */
    boolean move(String shipmentNo, ShipmentStatus status, @Nullable Instant signedAt) {
        return jdbc.sql("""
                        UPDATE shipments SET status = ?, signed_at = ?
                        WHERE shipment_no = ? AND status NOT IN ('SIGNED', 'SETTLED') AND status <> ?""")
                        .param(status.name())
                        .param(UtcTime.toDatabase(signedAt))
                        .param(shipmentNo)
                        .param(status.name())
                        .update()
                == 1;
    }

    /**
     * How far an order's parcels have come.
     *
     * @param allSettled whether every parcel with goods of the order's lines was signed for or settled
     * @param fulfilmentInstance who is to be told; null while the order has not come to its fulfilment
     */
    record Progress(boolean allSettled, @Nullable String fulfilmentInstance) {}

    Progress progress(OrderNo orderNo) {
        return jdbc.sql("""
                        SELECT (SELECT COUNT(*) FROM shipments
                                WHERE order_no = ? AND after_sales_no IS NULL AND status NOT IN ('SIGNED', 'SETTLED')),
                            (SELECT process_instance_id FROM fulfilments WHERE order_no = ?)""")
                .params(orderNo.value(), orderNo.value())
                .query((row, number) -> new Progress(row.getInt(1) == 0, row.getString(2)))
                .single();
    }

    /**
     * Whether the order is on its way by our hands, all of its parcels were settled, one of them at least signed for at a
     * carrier's, and WeChat was not asked yet to remind of its receipt.
     */
    boolean awaitsReminder(OrderNo orderNo) {
        return jdbc.sql("""
                                SELECT COUNT(*) FROM fulfilments f WHERE f.order_no = ? AND f.receipt_reminded_at IS NULL
                                    AND NOT EXISTS (SELECT 1 FROM shipments s WHERE s.order_no = f.order_no
                                        AND s.after_sales_no IS NULL AND s.status NOT IN ('SIGNED', 'SETTLED'))
                                    AND EXISTS (SELECT 1 FROM shipments s WHERE s.order_no = f.order_no
                                        AND s.after_sales_no IS NULL AND s.tracking_no IS NOT NULL
                                        AND s.signed_at IS NOT NULL)""").param(orderNo.value()).query(Integer.class).single() == 1;
    }

    /**
     * Keeps that WeChat was asked to remind of the order's receipt.
     *
     * @return whether nobody had kept it before
     */
    boolean receiptReminded(OrderNo orderNo, Instant now) {
        return jdbc.sql("""
                        UPDATE fulfilments SET receipt_reminded_at = ?
                        WHERE order_no = ? AND receipt_reminded_at IS NULL""")
                        .param(UtcTime.toDatabase(now))
                        .param(orderNo.value())
                        .update()
                == 1;
    }

    /** A person says that the parcel is to be waited for from now on, whatever was wrong with it. */
    void watch(String shipmentNo, Instant now) {
        jdbc.sql("""
                        UPDATE shipments SET status = 'IN_TRANSIT', watched_since = ?
                        WHERE shipment_no = ? AND status NOT IN ('SIGNED', 'SETTLED')""").param(UtcTime.toDatabase(now)).param(shipmentNo).update();
    }

    /** When the parcel last moved, or a person last said that it is to be waited for. */
    Instant lastSignOfLife(String shipmentNo) {
        return jdbc.sql("""
                        SELECT COALESCE(s.watched_since, s.shipped_at),
                            (SELECT MAX(e.happened_at) FROM tracking_events e WHERE e.shipment_no = s.shipment_no)
                        FROM shipments s WHERE s.shipment_no = ?""")
                .param(shipmentNo)
                .query((row, number) -> {
                    Instant ours = UtcTime.read(row, 1);
                    Instant news = UtcTime.readNullable(row, 2);
                    return news == null || news.isBefore(ours) ? ours : news;
                })
                .single();
    }

    /** Keeps one piece of news once. */
    void addNews(String shipmentNo, TrackingNews news) {
        try {
            jdbc.sql("INSERT INTO tracking_events (shipment_no, happened_at, state, text) VALUES (?, ?, ?, ?)")
                    .param(shipmentNo)
                    .param(UtcTime.toDatabase(UtcTime.stored(news.at())))
                    .param(news.state().name())
                    .param(news.text().length() > 512 ? news.text().substring(0, 512) : news.text())
                    .update();
        } catch (DuplicateKeyException e) {
            // Carriers send the whole track each time; what is here already is meant to be met again.
            return;
        }
    }

    Map<String, List<TrackingNews>> newsOf(OrderNo orderNo) {
        Map<String, List<TrackingNews>> news = new LinkedHashMap<>();
        jdbc.sql("""
                        SELECT e.shipment_no, e.happened_at, e.state, e.text FROM tracking_events e
                        JOIN shipments s ON s.shipment_no = e.shipment_no
                        WHERE s.order_no = ? ORDER BY e.happened_at""").param(orderNo.value()).query(row -> {
            news.computeIfAbsent(row.getString(1), no -> new ArrayList<>())
                    .add(new TrackingNews(
                            UtcTime.read(row, 2), TrackingState.valueOf(row.getString(3)), row.getString(4)));
        });
        return news;
    }

    void handOver(OrderNo orderNo, String processInstanceId, Instant at) {
        jdbc.sql("INSERT INTO fulfilments (order_no, process_instance_id, handed_over_at) VALUES (?, ?, ?)")
                .param(orderNo.value())
                .param(processInstanceId)
                .param(UtcTime.toDatabase(at))
                .update();
    }

    @Nullable
    String fulfilmentInstance(OrderNo orderNo) {
        return jdbc.sql("SELECT process_instance_id FROM fulfilments WHERE order_no = ?")
                .param(orderNo.value())
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private static List<Shipment> collect(JdbcClient.StatementSpec statement) {
        Map<String, Shipment> shipments = new LinkedHashMap<>();
        statement.query(row -> {
            String shipmentNo = row.getString("shipment_no");
            Shipment shipment = shipments.get(shipmentNo);
            if (shipment == null) {
                shipment = new Shipment(
                        shipmentNo,
                        new OrderNo(row.getString("order_no")),
                        row.getString("carrier"),
                        row.getString("tracking_no"),
                        ShipmentStatus.valueOf(row.getString("status")),
                        UtcTime.read(row, "shipped_at"),
                        UtcTime.readNullable(row, "signed_at"),
                        new ArrayList<>(),
                        row.getString("process_instance_id"),
                        replacement(row));
                shipments.put(shipmentNo, shipment);
            }
            if (row.getObject("line_no") != null) {
                shipment.items().add(new LineQuantity(row.getInt("line_no"), row.getInt("quantity")));
            }
        });
        return List.copyOf(shipments.values());
    }

    private static @Nullable Replacement replacement(ResultSet row) throws SQLException {
        String afterSalesNo = row.getString("after_sales_no");
        if (afterSalesNo == null) {
            return null;
        }
        String paymentNo = row.getString("wechat_payment_no");
        return new Replacement(
                new AfterSalesNo(afterSalesNo),
                new SkuId(row.getString("replacement_sku_id")),
                row.getString("replacement_name"),
                row.getInt("replacement_quantity"),
                paymentNo == null ? null : new PaymentNo(paymentNo));
    }
}
