package io.orderloom.aftersales;

import io.orderloom.order.Order;
import io.orderloom.order.Orders;
import io.orderloom.payment.Channel;
import io.orderloom.payment.Payment;
import io.orderloom.payment.PaymentStatus;
import io.orderloom.payment.Payments;
import io.orderloom.payment.Payments.PaidBy;
import io.orderloom.payment.Scene;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.support.OrdersTalkedAbout;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells customer service of the orders that people talk about. */
@Component
class OrdersOfConversations implements OrdersTalkedAbout {

    private final Orders orders;
    private final Payments payments;

    OrdersOfConversations(Orders orders, Payments payments) {
        this.orders = orders;
        this.payments = payments;
    }

    @Override
    public Optional<Summary> find(OrderNo orderNo) {
        return orders.seek(orderNo).map(OrdersOfConversations::summary);
    }

    @Override
    public Map<OrderNo, ShopperId> shoppers(Collection<OrderNo> orderNos) {
        return orders.shoppers(orderNos);
    }

    @Override
    public Map<OrderNo, String> payerOpenids(Collection<OrderNo> orderNos) {
        Map<OrderNo, String> openids = new HashMap<>();
        for (PaidBy paid : payments.withPayersOf(orderNos)) {
            if (isOfMiniProgram(paid.payment()) && paid.payerId() != null) {
                openids.putIfAbsent(paid.payment().orderNo(), paid.payerId());
            }
        }
        return openids;
    }

    private static boolean isOfMiniProgram(Payment payment) {
        return payment.channel() == Channel.WECHAT_PAY
                && payment.scene() == Scene.MINI_PROGRAM
                && payment.status() == PaymentStatus.SUCCEEDED;
    }

    private static Summary summary(Order order) {
        return new Summary(
                order.orderNo(),
                order.shopper(),
                order.status().name(),
                order.stoppedBy(),
                order.payableAmount(),
                order.paid(),
                order.refunded(),
                order.placedAt());
    }
}
