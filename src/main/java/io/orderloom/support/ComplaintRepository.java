package io.orderloom.support;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import io.orderloom.support.Complaint.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Complaints in their table. */
@Repository
class ComplaintRepository {

    private final JdbcClient jdbc;

    ComplaintRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Complaint fresh) {
        jdbc.sql("""
                        INSERT INTO complaints (complaint_no, conversation_id, order_no, shopper_id, status, raised_at)
                        VALUES (?, ?, ?, ?, ?, ?)""")
                .param(fresh.complaintNo().value())
                .param(fresh.conversationId().value())
                .param(fresh.orderNo().value())
                .param(fresh.shopper().value())
                .param(fresh.status().name())
                .param(UtcTime.toDatabase(fresh.raisedAt()))
                .update();
    }

    void belongsTo(ComplaintNo complaintNo, String processInstanceId) {
        jdbc.sql("UPDATE complaints SET process_instance_id = ? WHERE complaint_no = ?")
                .params(processInstanceId, complaintNo.value())
                .update();
    }

    Optional<Complaint> find(ComplaintNo complaintNo) {
        return jdbc.sql("SELECT * FROM complaints WHERE complaint_no = ?")
                .param(complaintNo.value())
                .query((row, number) -> complaint(row))
                .optional();
    }

    Optional<Complaint> openOf(OrderNo orderNo) {
        return jdbc
                .sql("SELECT * FROM complaints WHERE order_no = ? AND status IN ('RAISED', 'ESCALATED')")
                .param(orderNo.value())
                .query((row, number) -> complaint(row))
                .list()
                .stream()
                .findFirst();
    }

    /** At a status, oldest first. */
    List<Complaint> at(Status status, int offset, int size) {
        return jdbc.sql("SELECT * FROM complaints WHERE status = ? ORDER BY raised_at, complaint_no LIMIT ? OFFSET ?")
                .params(status.name(), size, offset)
                .query((row, number) -> complaint(row))
                .list();
    }

    long countAt(Status status) {
        return jdbc.sql("SELECT COUNT(*) FROM complaints WHERE status = ?")
                .param(status.name())
                .query(Long.class)
                .single();
    }

    /** @return whether it was before customer service alone until now */
    boolean escalate(ComplaintNo complaintNo) {
        return jdbc.sql("UPDATE complaints SET status = 'ESCALATED' WHERE complaint_no = ? AND status = 'RAISED'")
                        .param(complaintNo.value())
                        .update()
                == 1;
    }

    /** @return whether it was open until now */
    boolean decide(ComplaintNo complaintNo, Status status, String by, Instant now) {
        return jdbc.sql("""
                                UPDATE complaints SET status = ?, decided_by = ?, decided_at = ?
                                WHERE complaint_no = ? AND status IN ('RAISED', 'ESCALATED')""")
                        .param(status.name())
                        .param(by)
                        .param(UtcTime.toDatabase(now))
                        .param(complaintNo.value())
                        .update()
                == 1;
    }

    private static Complaint complaint(ResultSet row) throws SQLException {
        return new Complaint(
                new ComplaintNo(row.getString("complaint_no")),
                new ConversationId(row.getString("conversation_id")),
                new OrderNo(row.getString("order_no")),
                new ShopperId(row.getString("shopper_id")),
                Status.valueOf(row.getString("status")),
                UtcTime.read(row, "raised_at"),
                UtcTime.readNullable(row, "decided_at"),
                row.getString("decided_by"),
                row.getString("process_instance_id"));
    }
}
