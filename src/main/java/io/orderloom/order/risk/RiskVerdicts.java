package io.orderloom.order.risk;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Questions about judgements. */
@Service
public class RiskVerdicts {

    private final RiskRows rows;

    RiskVerdicts(RiskRows rows) {
        this.rows = rows;
    }

    /** A page of a shopper's verdicts. */
    public record Found(List<KeptVerdict> verdicts, long total) {}

    /** A shopper's verdicts, newest first, refusals among them. */
    public Found of(ShopperId shopper, int offset, int size) {
        return new Found(rows.of(shopper, offset, size), rows.count(shopper));
    }

    /** The verdict that an order was accepted with; empty for orders from before there were verdicts. */
    public Optional<KeptVerdict> of(ShopperId shopper, OrderNo orderNo, Instant placedAt) {
        return rows.of(shopper, orderNo, placedAt);
    }
}
