package io.orderloom.customer;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.HoldsPersonalData;
import io.orderloom.shared.ShopperId;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Forgets who a shopper is, here and in every room that holds personal data. The books keep the shopper's
 * id, which by itself says nothing. Has no undo: that is its purpose.
 */
@Service
public class EraseShopper {

    private final ShopperRows shoppers;
    private final AddressRows addresses;
    private final List<HoldsPersonalData> others;
    private final BusinessClock clock;

    EraseShopper(ShopperRows shoppers, AddressRows addresses, List<HoldsPersonalData> others, BusinessClock clock) {
        this.shoppers = shoppers;
        this.addresses = addresses;
        this.others = others;
        this.clock = clock;
    }

    /** Erases in one commit; further calls find nothing to erase. */
    @Transactional
    public void erase(ShopperId shopper) {
        shoppers.erase(shopper, clock.now());
        addresses.deleteAll(shopper);
        others.forEach(room -> room.erase(shopper));
    }
}
