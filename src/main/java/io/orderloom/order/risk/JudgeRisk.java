package io.orderloom.order.risk;

import io.orderloom.customer.ShippingAddress;
import io.orderloom.engine.DecisionTables;
import io.orderloom.engine.DecisionUnusable;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Judges an order before it is placed: facts from our tables, rules from {@code bpmn/rules/order-risk.dmn}. */
@Service
public class JudgeRisk {

    /** Stands for a reason when the table itself gives none. */
    static final String TABLE_UNUSABLE = "RISK_TABLE_UNUSABLE";

    private static final String TABLE = "OrderRisk";
    private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]{0,47}");
    private static final int MOST_REASONS = 10;

    private final RiskRows rows;
    private final RiskMarks marks;
    private final DecisionTables tables;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;

    JudgeRisk(RiskRows rows, RiskMarks marks, DecisionTables tables, BusinessNumbers numbers, BusinessClock clock) {
        this.rows = rows;
        this.marks = marks;
        this.tables = tables;
        this.numbers = numbers;
        this.clock = clock;
    }

    /**
     * Who wants what sent where.
     *
     * @param address null for a pick-up
     * @param deviceId as the caller names it, or null
     */
    public record Question(
            ShopperId shopper,
            Money amount,
            @Nullable ShippingAddress address,
            @Nullable String deviceId) {}

    /**
     * Judges by the table. One statement.
     *
     * @throws DecisionUnusable when the table says nothing that can be understood; a running transaction is lost then
     */
    public RiskVerdict byTable(Question question) {
        Known known = known(question);
        DecisionTables.Answer answer = tables.ask(TABLE, known.facts().byName());
        if (answer.hits().isEmpty()) {
            throw new DecisionUnusable("No row of the decision table " + TABLE + " applies, not even the last");
        }
        RiskDecision severest = RiskDecision.ACCEPT;
        Set<String> reasons = new LinkedHashSet<>();
        for (Map<String, Object> hit : answer.hits()) {
            RiskDecision decision = decision(hit.get("verdict"));
            severest = decision.compareTo(severest) > 0 ? decision : severest;
            if (decision != RiskDecision.ACCEPT) {
                reasons.add(reason(hit.get("reason")));
            }
        }
        return known.verdict(severest, reasons.stream().limit(MOST_REASONS).toList(), answer.version());
    }

    /**
     * Judges without the table: who is blocked is refused all the same, everybody else may pay and waits for a person. So
     * a broken table neither lets anything ship unseen nor closes the shop.
     */
    public RiskVerdict withoutTable(Question question) {
        Known known = known(question);
        List<String> reasons = new ArrayList<>(List.of(TABLE_UNUSABLE));
        if (known.facts().shopperBlocked()) {
            reasons.add("SHOPPER_BLOCKED");
        }
        if (known.facts().addressBlocked()) {
            reasons.add("ADDRESS_BLOCKED");
        }
        return known.verdict(reasons.size() > 1 ? RiskDecision.REFUSE : RiskDecision.REVIEW, reasons, 0);
    }

    /**
     * Writes the verdict down, in the running transaction.
     *
     * @param orderNo the order that was accepted, null for a refusal
     */
    public void keep(RiskVerdict verdict, @Nullable OrderNo orderNo) {
        rows.insert(numbers.next(), verdict, orderNo);
    }

    private record Known(
            Question question,
            @Nullable String addressMark,
            @Nullable String deviceMark,
            Instant at,
            RiskFacts facts) {

        RiskVerdict verdict(RiskDecision decision, List<String> reasons, int version) {
            return new RiskVerdict(
                    question.shopper(), decision, List.copyOf(reasons), facts, version, at, addressMark, deviceMark);
        }
    }

    private Known known(Question question) {
        Instant now = UtcTime.stored(clock.now());
        String address = marks.address(question.address());
        String device = marks.device(question.deviceId());
        return new Known(
                question,
                address,
                device,
                now,
                rows.facts(question.shopper(), address, device, question.amount(), now));
    }

    private static RiskDecision decision(@Nullable Object cell) {
        for (RiskDecision decision : RiskDecision.values()) {
            if (decision.name().equals(cell)) {
                return decision;
            }
        }
        throw new DecisionUnusable(
                "The verdict '" + cell + "' in the decision table " + TABLE + " is none of ACCEPT, REVIEW, REFUSE");
    }

    private static String reason(@Nullable Object cell) {
        if (!(cell instanceof String reason) || !REASON.matcher(reason).matches()) {
            throw new DecisionUnusable("The reason '" + cell + "' in the decision table " + TABLE
                    + " is not a name of capital letters, digits and underscores");
        }
        return reason;
    }
}
