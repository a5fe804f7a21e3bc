package io.orderloom.aftersales;

import io.orderloom.shared.HoldsPersonalData;
import io.orderloom.shared.ShopperId;
import org.springframework.stereotype.Component;

/** Forgets what shoppers wrote and showed, and what was written to them; who got how much stays. */
@Component
class AfterSalePersonalData implements HoldsPersonalData {

    private final AfterSaleRepository rows;

    AfterSalePersonalData(AfterSaleRepository rows) {
        this.rows = rows;
    }

    @Override
    public void erase(ShopperId shopper) {
        rows.forgetWords(shopper);
    }
}
