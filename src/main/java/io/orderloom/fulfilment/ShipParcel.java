package io.orderloom.fulfilment;

import io.orderloom.engine.JointSteps;
import io.orderloom.fulfilment.Shipment.Replacement;
import io.orderloom.fulfilment.ShippableOrders.LineQuantity;
import io.orderloom.fulfilment.ShippableOrders.ShippableLine;
import io.orderloom.fulfilment.ShippableOrders.ShippableOrder;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** Lets goods leave: one parcel, with the process that follows it. */
@Service
public class ShipParcel {

    /** Stands for the shop's own counter, where shoppers fetch what they bought. */
    public static final String PICKUP = "PICKUP";

    private final ShippableOrders orders;
    private final ShipmentRepository shipments;
    private final Carriers carriers;
    private final Waybills waybills;
    private final ObjectProvider<OwedGoods> owedGoods;
    private final Fulfilment fulfilment;
    private final ParcelProcesses processes;
    private final JointSteps steps;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;

    ShipParcel(
            ShippableOrders orders,
            ShipmentRepository shipments,
            Carriers carriers,
            Waybills waybills,
            ObjectProvider<OwedGoods> owedGoods,
            Fulfilment fulfilment,
            ParcelProcesses processes,
            JointSteps steps,
            BusinessNumbers numbers,
            BusinessClock clock) {
        this.orders = orders;
        this.shipments = shipments;
        this.carriers = carriers;
        this.waybills = waybills;
        this.owedGoods = owedGoods;
        this.fulfilment = fulfilment;
        this.processes = processes;
        this.steps = steps;
        this.numbers = numbers;
        this.clock = clock;
    }

    /**
     * What the warehouse packed.
     *
     * @param carrier our code of the carrier; null for a pick-up
     * @param trackingNo number of its waybill; null when one is to be made with the carrier
     * @param items empty means all that is left; when nothing is left of the lines, what is owed besides
     */
    public record Parcel(
            OrderNo orderNo,
            @Nullable String carrier,
            @Nullable String trackingNo,
            List<LineQuantity> items) {}

    /**
     * Ships in the running transaction.
     *
     * @param by who ships, as in {@link io.orderloom.outbox.Outbox#append}
     * @throws NotFound when there is no such order
     * @throws OrderNotPaid when its goods may not leave
     * @throws OrderOnHold when something stops it
     * @throws LineUnderRefund when units of it are being paid back
     * @throws MoreThanOrdered when fewer units are left, or none at all
     * @throws InvalidRequest when carrier or lines are unknown
     */
    public Shipment ship(Parcel parcel, String by) {
        ShippableOrder order = orders.lock(parcel.orderNo()).orElseThrow(NotFound::new);
        if (!order.paid()) {
            throw new OrderNotPaid();
        }
        if (order.hold() != null) {
            throw new OrderOnHold();
        }
        if (parcel.items().isEmpty() && order.lines().stream().allMatch(line -> line.toShip() == 0)) {
            Optional<Shipment> owed = owed(parcel, by);
            if (owed.isPresent()) {
                return owed.get();
            }
        }
        String carrier = carrier(parcel, order);
        List<LineQuantity> items = items(parcel, order);
        Shipment shipment = pack(parcel, carrier, items, null);
        boolean complete = orders.shipped(order, shipment.shipmentNo(), carrier, items, by);
        boolean reportToWeChat = orders.weChatPayment(parcel.orderNo()).isPresent();
        steps.run(List.of(), () -> {
            processes.follow(shipment, reportToWeChat);
            if (complete) {
                fulfilment.everythingShipped(parcel.orderNo(), shipment.status() == ShipmentStatus.SIGNED);
            }
        });
        return shipment;
    }

    /**
     * Ships what replaces goods of an order, in the running transaction. The order's own goods, and what is left of them
     * to ship, do not change.
     *
     * @param parcel names no items
     * @throws NotFound when there is no such order
     * @throws OrderOnHold when something stops it
     * @throws InvalidRequest when the carrier is unknown
     */
    public Shipment shipReplacement(Parcel parcel, Replacement replacement) {
        ShippableOrder order = orders.lock(parcel.orderNo()).orElseThrow(NotFound::new);
        if (order.hold() != null) {
            throw new OrderOnHold();
        }
        Shipment shipment = pack(parcel, carrier(parcel, order), List.of(), replacement);
        processes.follow(shipment, replacement.weChatPaymentNo() != null);
        return shipment;
    }

    private Optional<Shipment> owed(Parcel parcel, String by) {
        return owedGoods
                .orderedStream()
                .flatMap(room -> room.ship(parcel.orderNo(), parcel.carrier(), parcel.trackingNo(), by).stream())
                .findFirst();
    }

    private Shipment pack(Parcel parcel, String carrier, List<LineQuantity> items, @Nullable Replacement replacement) {
        Instant now = UtcTime.stored(clock.now());
        boolean handedOver = PICKUP.equals(carrier);
        Shipment shipment = new Shipment(
                numbers.next(),
                parcel.orderNo(),
                carrier,
                handedOver ? null : parcel.trackingNo(),
                handedOver ? ShipmentStatus.SIGNED : ShipmentStatus.SHIPPED,
                now,
                handedOver ? now : null,
                items,
                null,
                replacement);
        shipments.insert(shipment);
        return shipment;
    }

    private String carrier(Parcel parcel, ShippableOrder order) {
        if (order.pickedUp()) {
            return PICKUP;
        }
        if (parcel.carrier() == null || !carriers.knows(parcel.carrier())) {
            throw new InvalidRequest("/carrier", "CARRIER_UNKNOWN", "Parcels cannot be tracked with this carrier.");
        }
        if (parcel.trackingNo() == null && !waybills.makes(parcel.carrier())) {
            throw new InvalidRequest(
                    "/trackingNo",
                    "TRACKING_NO_MISSING",
                    "The parcel's waybill number is needed: waybills of this carrier are not made here.");
        }
        return parcel.carrier();
    }

    private static List<LineQuantity> items(Parcel parcel, ShippableOrder order) {
        if (parcel.items().isEmpty()) {
            List<LineQuantity> rest = order.lines().stream()
                    .filter(line -> line.toShip() > 0)
                    .map(line -> new LineQuantity(line.lineNo(), line.toShip()))
                    .toList();
            if (rest.isEmpty()) {
                if (order.lines().stream().anyMatch(line -> line.underRefund() > 0)) {
                    throw new LineUnderRefund();
                }
                throw new MoreThanOrdered("/items", 0);
            }
            return rest;
        }
        Map<Integer, ShippableLine> lines =
                order.lines().stream().collect(Collectors.toMap(ShippableLine::lineNo, Function.identity()));
        Map<Integer, Integer> wanted = new TreeMap<>();
        for (int i = 0; i < parcel.items().size(); i++) {
            LineQuantity item = parcel.items().get(i);
            ShippableLine line = lines.get(item.lineNo());
            if (line == null) {
                throw new InvalidRequest("/items/" + i + "/lineNo", "LINE_UNKNOWN", "The order has no such line.");
            }
            if (item.quantity() < 1) {
                throw new InvalidRequest(
                        "/items/" + i + "/quantity", "QUANTITY_OUT_OF_RANGE", "At least one unit goes into a parcel.");
            }
            long sum = wanted.getOrDefault(item.lineNo(), 0) + (long) item.quantity();
            if (sum > line.toShip() && sum <= line.toShip() + line.underRefund()) {
                throw new LineUnderRefund();
            }
            if (sum > line.toShip()) {
                throw new MoreThanOrdered("/items/" + i + "/quantity", line.toShip());
            }
            wanted.put(item.lineNo(), (int) sum);
        }
        return wanted.entrySet().stream()
                .map(entry -> new LineQuantity(entry.getKey(), entry.getValue()))
                .toList();
    }
}
