package io.orderloom.order.risk;

import io.orderloom.shared.HoldsPersonalData;
import io.orderloom.shared.ShopperId;
import org.springframework.stereotype.Component;

/** Forgets by which address and device a shopper could be recognised; the verdicts stay, without them. */
@Component
class RiskPersonalData implements HoldsPersonalData {

    private final RiskRows rows;

    RiskPersonalData(RiskRows rows) {
        this.rows = rows;
    }

    @Override
    public void erase(ShopperId shopper) {
        rows.forget(shopper);
    }
}
