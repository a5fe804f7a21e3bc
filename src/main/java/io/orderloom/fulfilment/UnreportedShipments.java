package io.orderloom.fulfilment;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Parcels that WeChat was told of in vain; the money of their orders is frozen there. */
@Repository
public class UnreportedShipments {

    private static final int LONGEST_REASON = 255;

    private final JdbcClient jdbc;

    UnreportedShipments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One of them.
     *
     * @param since when telling it failed first
     * @param refused whether WeChat refused it, so that only a person can settle it
     * @param reason WeChat's code, or what kept the call from arriving
     */
    public record Unreported(String shipmentNo, OrderNo orderNo, Instant since, boolean refused, String reason) {}

    /** Those that were refused, and those that have failed since before the given time; longest first. */
    public List<Unreported> failingSince(Instant before, int atMost) {
        return jdbc.sql("""
                        SELECT shipment_no, order_no, failing_since, refused, reason FROM unreported_shipments
                        WHERE refused OR failing_since <= ? ORDER BY failing_since LIMIT ?""")
                .param(UtcTime.toDatabase(before))
                .param(atMost)
                .query((row, number) -> new Unreported(
                        row.getString("shipment_no"),
                        new OrderNo(row.getString("order_no")),
                        UtcTime.read(row, "failing_since"),
                        row.getBoolean("refused"),
                        row.getString("reason")))
                .list();
    }

    void keep(Shipment shipment, boolean refused, String reason, Instant now) {
        jdbc.sql("""
                        INSERT INTO unreported_shipments (shipment_no, order_no, failing_since, refused, reason)
                        VALUES (?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE refused = VALUES(refused), reason = VALUES(reason)""")
                .param(shipment.shipmentNo())
                .param(shipment.orderNo().value())
                .param(UtcTime.toDatabase(now))
                .param(refused)
                .param(reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason)
                .update();
    }

    void remove(String shipmentNo) {
        jdbc.sql("DELETE FROM unreported_shipments WHERE shipment_no = ?")
                .param(shipmentNo)
                .update();
    }
}
