package io.orderloom.fulfilment.web;

import io.orderloom.engine.FactRecorder;
import io.orderloom.fulfilment.ShipParcel;
import io.orderloom.fulfilment.ShippableOrders.LineQuantity;
import io.orderloom.fulfilment.WaybillNumbers;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.OrderNo;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.IdempotentRequests;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Lets parcels leave for the API, whichever way the warehouse said so, and words the answer. */
@Component
public class Departures {

    private final ShipParcel shipParcel;
    private final FactRecorder facts;
    private final IdempotentRequests idempotent;

    Departures(ShipParcel shipParcel, FactRecorder facts, IdempotentRequests idempotent) {
        this.shipParcel = shipParcel;
        this.facts = facts;
        this.idempotent = idempotent;
    }

    /**
     * Ships once per key.
     *
     * @param by who ships, as in {@link io.orderloom.outbox.Outbox#append}
     * @throws io.orderloom.shared.Problem naming what is wrong with the parcel, or why it must not leave
     */
    public ResponseEntity<?> ship(OrderNo orderNo, ShipmentRequest request, String by, IdempotencyKey key) {
        ShipParcel.Parcel parcel = parcel(orderNo, request);
        return facts.record(() -> idempotent.once(key, () -> ResponseEntity.status(HttpStatus.CREATED)
                .body(ShipmentController.ShipmentView.of(shipParcel.ship(parcel, by), List.of()))));
    }

    private static ShipParcel.Parcel parcel(OrderNo orderNo, ShipmentRequest request) {
        if (request.trackingNo() != null) {
            WaybillNumbers.require(request.trackingNo());
        }
        List<LineQuantity> items = new ArrayList<>();
        List<ShipmentRequest.@Nullable Item> wanted = request.items() == null ? List.of() : request.items();
        for (int i = 0; i < wanted.size(); i++) {
            ShipmentRequest.Item item = wanted.get(i);
            if (item == null || item.lineNo() == null || item.quantity() == null) {
                throw new InvalidRequest(
                        "/items/" + i, "ITEM_INCOMPLETE", "An item names its line and how many units of it.");
            }
            items.add(new LineQuantity(item.lineNo(), item.quantity()));
        }
        return new ShipParcel.Parcel(orderNo, request.carrier(), request.trackingNo(), items);
    }
}
