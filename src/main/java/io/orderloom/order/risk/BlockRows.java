package io.orderloom.order.risk;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Blocks in their table. */
@Repository
class BlockRows {

    private final JdbcClient jdbc;

    BlockRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return false when it was there before, which leaves it as it was */
    boolean insert(Block block) {
        try {
            jdbc.sql("""
                            INSERT INTO risk_blocks (kind, subject, order_no, note, blocked_by, blocked_at)
                            VALUES (?, ?, ?, ?, ?, ?)""")
                    .param(block.kind().name())
                    .param(block.subject())
                    .param(block.orderNo() == null ? null : block.orderNo().value())
                    .param(block.note())
                    .param(block.by())
                    .param(UtcTime.toDatabase(block.at()))
                    .update();
            return true;
        } catch (DuplicateKeyException there) {
            return false;
        }
    }

    boolean delete(BlockKind kind, String subject) {
        return jdbc.sql("DELETE FROM risk_blocks WHERE kind = ? AND subject = ?")
                        .param(kind.name())
                        .param(subject)
                        .update()
                == 1;
    }

    Optional<Block> find(BlockKind kind, String subject) {
        return jdbc.sql("SELECT * FROM risk_blocks WHERE kind = ? AND subject = ?")
                .param(kind.name())
                .param(subject)
                .query((row, number) -> block(row))
                .optional();
    }

    List<Block> page(@Nullable BlockKind kind, int offset, int size) {
        return jdbc.sql("""
                        SELECT * FROM risk_blocks WHERE kind = COALESCE(?, kind)
                        ORDER BY blocked_at DESC, subject LIMIT ? OFFSET ?""")
                .param(kind == null ? null : kind.name())
                .param(size)
                .param(offset)
                .query((row, number) -> block(row))
                .list();
    }

    long count(@Nullable BlockKind kind) {
        return jdbc.sql("SELECT COUNT(*) FROM risk_blocks WHERE kind = COALESCE(?, kind)")
                .param(kind == null ? null : kind.name())
                .query(Long.class)
                .single();
    }

    private static Block block(ResultSet row) throws SQLException {
        String orderNo = row.getString("order_no");
        return new Block(
                BlockKind.valueOf(row.getString("kind")),
                row.getString("subject"),
                orderNo == null ? null : new OrderNo(orderNo),
                row.getString("note"),
                row.getString("blocked_by"),
                UtcTime.read(row, "blocked_at"));
    }
}
