package io.orderloom.order.risk;

import io.orderloom.shared.OrderNo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody or somewhere the shop does not sell to.
 *
 * @param subject the shopper's id, or the address's mark: a keyed hash, by which nobody can read the address
 * @param orderNo the order by which the address was named, if it was
 * @param by who blocked, as the audit trail names people
 */
public record Block(
        BlockKind kind,
        String subject,
        @Nullable OrderNo orderNo,
        @Nullable String note,
        String by,
        Instant at) {}
