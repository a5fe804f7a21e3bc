package io.orderloom.order.risk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A judgement as it was written down.
 *
 * @param orderNo null for a refused order, which has no number
 * @param tableVersion the version of the table that judged; 0 when no table could be used
 */
public record KeptVerdict(
        String verdictNo,
        @Nullable String orderNo,
        Instant judgedAt,
        RiskDecision verdict,
        List<String> reasons,
        RiskFacts facts,
        int tableVersion) {}
