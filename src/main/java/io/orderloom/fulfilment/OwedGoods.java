package io.orderloom.fulfilment;

import io.orderloom.shared.OrderNo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goods that are to leave for an order besides those of its lines. Rooms that owe such goods implement it. */
public interface OwedGoods {

    /**
     * Ships what is owed longest, in the running transaction under the order's lock.
     *
     * @param carrier our code of the carrier; null for a pick-up
     * @param trackingNo number of its waybill; null when one is to be made with the carrier
     * @param by who ships, as in {@link io.orderloom.outbox.Outbox#append}
     * @return empty when nothing is owed
     */
    Optional<Shipment> ship(OrderNo orderNo, @Nullable String carrier, @Nullable String trackingNo, String by);
}
