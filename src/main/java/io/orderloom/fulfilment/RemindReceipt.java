package io.orderloom.fulfilment;

import io.orderloom.engine.WaitingTimes;
import io.orderloom.fulfilment.ShippableOrders.ShippableOrder;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Has WeChat remind a shopper to confirm the receipt once the carrier says that everything was signed for. */
@Service
public class RemindReceipt {

    private final ShippableOrders orders;
    private final ShipmentRepository shipments;
    private final ShippingInfo shippingInfo;
    private final WaitingTimes waitingTimes;
    private final OrderLock orderLock;
    private final Timeline timeline;
    private final BusinessClock clock;

    RemindReceipt(
            ShippableOrders orders,
            ShipmentRepository shipments,
            ShippingInfo shippingInfo,
            WaitingTimes waitingTimes,
            OrderLock orderLock,
            Timeline timeline,
            BusinessClock clock) {
        this.orders = orders;
        this.shipments = shipments;
        this.shippingInfo = shippingInfo;
        this.waitingTimes = waitingTimes;
        this.orderLock = orderLock;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** Whether all of an order that WeChat Pay paid was signed for, and nobody was reminded yet. */
    public boolean isDue(OrderNo orderNo) {
        return shipments.awaitsReminder(orderNo)
                && orders.look(orderNo).map(ShippableOrder::allShipped).orElse(false)
                && orders.weChatPayment(orderNo).isPresent();
    }

    /**
     * "Remind of receipt". WeChat reminds once per order: what it refuses is not asked for again, nor is what comes
     * too late to be of use.
     *
     * @return whether it is over; false means: again later
     */
    public boolean remind(OrderNo orderNo) {
        PaymentNo paymentNo = orders.weChatPayment(orderNo).orElse(null);
        Instant signedAt = signedAt(orderNo).orElse(null);
        if (paymentNo == null
                || signedAt == null
                || clock.now().isAfter(signedAt.plus(waitingTimes.of("AUTOMATIC_RECEIPT")))) {
            return true;
        }
        // WeChat takes no receipt from before it heard of the shipping, and counts whole seconds. Our report may have
        // come after the carrier's word, so this moment is named, which is after both.
        Instant received = clock.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Outcome<Boolean> outcome = shippingInfo.remindOfReceipt(paymentNo.value(), received);
        boolean over = outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Declined;
        if (over) {
            orderLock.lock(orderNo);
            // The last two parcels may have been signed for at the same moment; WeChat tells both of them that it did.
            boolean first = shipments.receiptReminded(orderNo, clock.now());
            if (first && outcome instanceof Outcome.Succeeded) {
                timeline.note(orderNo, "receipt.reminded", "system");
            }
        }
        return over;
    }

    private Optional<Instant> signedAt(OrderNo orderNo) {
        return shipments.ofOrder(orderNo).stream()
                .filter(parcel -> parcel.replacement() == null && parcel.trackingNo() != null)
                .map(Shipment::signedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }
}
