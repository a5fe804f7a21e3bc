package io.orderloom.fulfilment.messaging;

import io.orderloom.fulfilment.web.Departures;
import io.orderloom.fulfilment.web.ShipmentRequest;
import io.orderloom.outbox.Command;
import io.orderloom.outbox.CommandHandler;
import io.orderloom.shared.OrderNo;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** {@code ship-order}: the warehouse's system says that a parcel leaves. */
@Component
class ShipOrderCommand implements CommandHandler {

    private final Departures departures;

    ShipOrderCommand(Departures departures) {
        this.departures = departures;
    }

    @Override
    public String type() {
        return "ship-order";
    }

    @Override
    public ResponseEntity<?> handle(Command command) {
        String orderNo = command.header(Command.ORDER_NO);
        ShipmentRequest request = command.body().as(ShipmentRequest.class);
        return departures.ship(OrderNo.orNotFound(orderNo), request, command.sender(), command.key());
    }
}
