package io.orderloom.order;

import io.orderloom.customer.ShippingAddress;
import io.orderloom.fulfilment.ShippableOrders;
import io.orderloom.fulfilment.Waybills.Consignee;
import io.orderloom.inventory.ShipStock;
import io.orderloom.inventory.StockLine;
import io.orderloom.outbox.Outbox;
import io.orderloom.payment.Channel;
import io.orderloom.payment.Payment;
import io.orderloom.payment.PaymentStatus;
import io.orderloom.payment.Payments;
import io.orderloom.payment.Payments.PaidBy;
import io.orderloom.pricing.DeliveryMethod;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.SkuId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What fulfilment sees of orders and tells them. */
@Component
class OrderShipments implements ShippableOrders {

    private final OrderRepository orders;
    private final DeliveryDetails deliveryDetails;
    private final ShipStock shipStock;
    private final Payments payments;
    private final Outbox outbox;

    OrderShipments(
            OrderRepository orders,
            DeliveryDetails deliveryDetails,
            ShipStock shipStock,
            Payments payments,
            Outbox outbox) {
        this.orders = orders;
        this.deliveryDetails = deliveryDetails;
        this.shipStock = shipStock;
        this.payments = payments;
        this.outbox = outbox;
    }

    @Override
    public Optional<ShippableOrder> lock(OrderNo orderNo) {
        return orders.lock(orderNo).map(order -> shippable(order, orders.lines(orderNo)));
    }

    @Override
    public Optional<ShippableOrder> look(OrderNo orderNo) {
        return orders.find(orderNo).map(order -> shippable(order, order.lines()));
    }

    private static ShippableOrder shippable(Order order, List<Order.Line> lines) {
        return new ShippableOrder(
                order.orderNo(),
                order.shopper(),
                order.status().wasPaid(),
                order.stoppedBy(),
                order.deliveryMethod() == DeliveryMethod.PICKUP,
                lines.stream()
                        .map(line -> new ShippableLine(
                                line.lineNo(),
                                line.skuId().value(),
                                line.name(),
                                line.quantity(),
                                order.status().isShippable() ? line.toShip() : 0,
                                line.givenUpQuantity(),
                                line.askedQuantity()))
                        .toList());
    }

    @Override
    public boolean shipped(
            ShippableOrder order, String shipmentNo, String carrier, List<LineQuantity> items, String by) {
        OrderNo orderNo = order.orderNo();
        Map<Integer, ShippableLine> lines =
                order.lines().stream().collect(Collectors.toMap(ShippableLine::lineNo, Function.identity()));
        int left = order.lines().stream()
                .mapToInt(line -> line.toShip() + line.asked())
                .sum();
        Map<Integer, Integer> units = new TreeMap<>();
        for (LineQuantity item : items) {
            units.merge(item.lineNo(), item.quantity(), Math::addExact);
            left -= item.quantity();
        }
        if (!orders.shippedUnits(orderNo, units)) {
            throw new IllegalStateException("Order " + orderNo + " has fewer units left of one of the lines " + units);
        }
        shipStock.ship(
                orderNo,
                items.stream()
                        .map(item -> new StockLine(
                                new SkuId(Objects.requireNonNull(lines.get(item.lineNo()))
                                        .skuId()),
                                item.quantity()))
                        .toList());
        boolean complete = left == 0;
        orders.move(
                orderNo,
                complete ? OrderStatus.SHIPPED : OrderStatus.PARTLY_SHIPPED,
                OrderStatus.PAID,
                OrderStatus.PARTLY_SHIPPED);
        outbox.append(
                new OrderShipped(
                        orderNo.value(),
                        shipmentNo,
                        carrier,
                        complete,
                        items.stream()
                                .map(item -> new ShippedLine(item.lineNo(), item.quantity()))
                                .toList()),
                by);
        return complete;
    }

    @Override
    public boolean delivered(OrderNo orderNo) {
        boolean arrived = orders.move(orderNo, OrderStatus.DELIVERED, OrderStatus.SHIPPED);
        if (arrived) {
            outbox.append(new OrderDelivered(orderNo.value()), "carrier");
        }
        return arrived;
    }

    @Override
    public Optional<PaymentNo> weChatPayment(OrderNo orderNo) {
        return payments.of(orderNo).stream()
                .filter(OrderShipments::isWeChatPayment)
                .map(Payment::paymentNo)
                .findFirst();
    }

    @Override
    public Receiver receiver(OrderNo orderNo) {
        Optional<PaidBy> paid = payments.withPayersOf(List.of(orderNo)).stream()
                .filter(each -> isWeChatPayment(each.payment()))
                .findFirst();
        return new Receiver(
                receiverPhone(orderNo),
                paid.map(each -> each.payment().paymentNo().value()).orElse(null),
                paid.map(PaidBy::payerId).orElse(null));
    }

    @Override
    public Receiver receiver(OrderNo orderNo, @Nullable PaymentNo weChatPaymentNo) {
        return new Receiver(
                receiverPhone(orderNo),
                weChatPaymentNo == null ? null : weChatPaymentNo.value(),
                weChatPaymentNo == null
                        ? null
                        : payments.payerId(weChatPaymentNo).orElse(null));
    }

    @Override
    public Optional<Consignee> consignee(OrderNo orderNo) {
        return deliveryDetails
                .address(orderNo)
                .map(address -> new Consignee(
                        address.name(),
                        address.phone(),
                        address.province() + address.city() + address.district() + address.detail()));
    }

    @Override
    public @Nullable String receiverPhone(OrderNo orderNo) {
        return deliveryDetails.address(orderNo).map(ShippingAddress::phone).orElse(null);
    }

    private static boolean isWeChatPayment(Payment payment) {
        return payment.topUpOf() == null
                && payment.channel() == Channel.WECHAT_PAY
                && payment.status() == PaymentStatus.SUCCEEDED;
    }
}
