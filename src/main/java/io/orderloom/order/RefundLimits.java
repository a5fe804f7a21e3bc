package io.orderloom.order;

import io.orderloom.engine.DecisionTables;
import io.orderloom.engine.DecisionUnusable;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.Staff;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Service;

/**
 * How much of one order's money each of the staff may give back, by a table that analysts change. What a person
 * granted of an order before counts, so that a large sum is not given in small parts.
 */
@Service
public class RefundLimits {

    private static final String TABLE = "StaffRefundLimit";
    private static final Set<String> NO_ROLE = Set.of("");

    private final DecisionTables tables;
    private final RefundGrantRows grants;
    private final BusinessClock clock;

    RefundLimits(DecisionTables tables, RefundGrantRows grants, BusinessClock clock) {
        this.tables = tables;
        this.grants = grants;
        this.clock = clock;
    }

    /**
     * Counts a grant against the granter's limit, in the running transaction under the order's lock. A second word
     * about the same thing takes the place of the first.
     *
     * @param subject what is granted: the number of a refund or of an after-sale
     * @throws RefundAboveLimit when it is more than they may
     * @throws RefundLimitUnknown when the table of limits cannot be used; the running transaction is lost then
     */
    public void grant(OrderNo orderNo, String subject, Money amount, Staff by) {
        Money limit = limit(by);
        if (grants.granted(orderNo, by.actor(), subject).plus(amount).compareTo(limit) > 0) {
            throw new RefundAboveLimit(limit);
        }
        grants.write(orderNo, subject, by.actor(), amount, clock.now());
    }

    /** Who has several roles may what the most generous of them may. */
    private Money limit(Staff by) {
        try {
            return (by.roles().isEmpty() ? NO_ROLE : by.roles())
                    .stream().map(role -> limit(role, by.name())).reduce(Money.ZERO, RefundLimits::larger);
        } catch (DecisionUnusable broken) {
            throw new RefundLimitUnknown(broken);
        }
    }

    private Money limit(String role, String name) {
        List<Map<String, Object>> hits =
                tables.ask(TABLE, Map.of("role", role, "person", name)).hits();
        if (hits.isEmpty()) {
            return Money.ZERO;
        }
        if (hits.get(0).get("limitFen") instanceof Number fen && fen.longValue() >= 0) {
            return Money.ofFen(fen.longValue());
        }
        throw new DecisionUnusable("A limit of the decision table " + TABLE + " is no amount in fen");
    }

    private static Money larger(Money one, Money other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
