package io.orderloom.order.risk;

import io.orderloom.shared.ShopperId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A judgement that is not written down yet.
 *
 * @param reasons the names of what speaks against the order, as the table has them; none when it is accepted
 * @param tableVersion the version of the table that judged; 0 when no table could be used
 * @param addressMark keyed hash of the address; null for a pick-up
 * @param deviceMark keyed hash of the device; null when the caller names none
 */
public record RiskVerdict(
        ShopperId shopper,
        RiskDecision decision,
        List<String> reasons,
        RiskFacts facts,
        int tableVersion,
        Instant judgedAt,
        @Nullable String addressMark,
        @Nullable String deviceMark) {}
