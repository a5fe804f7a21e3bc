package io.orderloom.order.messaging;

import io.orderloom.order.web.OrderPlacements;
import io.orderloom.order.web.OrderRequest;
import io.orderloom.outbox.Command;
import io.orderloom.outbox.CommandHandler;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.NamedShopper;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** {@code place-order}: the mini-program's backend places an order for the shopper it names. */
@Component
class PlaceOrderCommand implements CommandHandler {

    private final OrderPlacements placements;

    PlaceOrderCommand(OrderPlacements placements) {
        this.placements = placements;
    }

    @Override
    public String type() {
        return "place-order";
    }

    @Override
    public ResponseEntity<?> handle(Command command) {
        ShopperId shopper = NamedShopper.of(command.header(Command.SHOPPER_ID));
        return placements.place(
                command.body().as(OrderRequest.class),
                shopper,
                command.headers().get(Command.DEVICE_ID),
                command.key());
    }
}
