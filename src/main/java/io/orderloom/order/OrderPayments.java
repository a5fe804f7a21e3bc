package io.orderloom.order;

import io.orderloom.customer.Shoppers;
import io.orderloom.engine.ProcessSignal;
import io.orderloom.engine.ProcessSignals;
import io.orderloom.outbox.Outbox;
import io.orderloom.outbox.Timeline;
import io.orderloom.payment.Channel;
import io.orderloom.payment.Payable;
import io.orderloom.payment.Payable.Standing;
import io.orderloom.payment.PayableOrders;
import io.orderloom.payment.Payment;
import io.orderloom.payment.Refund;
import io.orderloom.pricing.UseCoupons;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What payments see of orders and tell them. */
@Component
class OrderPayments implements PayableOrders {

    private static final String GATEWAY = "gateway";

    private final OrderRepository orders;
    private final OrderRefundRows refunds;
    private final UseCoupons useCoupons;
    private final Shoppers shoppers;
    private final ProcessSignals signals;
    private final Outbox outbox;
    private final Timeline timeline;
    private final BusinessClock clock;

    OrderPayments(
            OrderRepository orders,
            OrderRefundRows refunds,
            UseCoupons useCoupons,
            Shoppers shoppers,
            ProcessSignals signals,
            Outbox outbox,
            Timeline timeline,
            BusinessClock clock) {
        this.orders = orders;
        this.refunds = refunds;
        this.useCoupons = useCoupons;
        this.shoppers = shoppers;
        this.signals = signals;
        this.outbox = outbox;
        this.timeline = timeline;
        this.clock = clock;
    }

    @Override
    public Optional<Payable> lock(OrderNo orderNo) {
        return orders.lock(orderNo)
                .map(order -> new Payable(
                        orderNo,
                        order.shopper(),
                        standing(order),
                        order.payableAmount(),
                        order.payBefore(),
                        !order.payable() && order.cancelReason() == CancelReason.SHOPPER));
    }

    @Override
    public void paid(OrderNo orderNo, Payment payment) {
        Order before = orders.lock(orderNo).orElseThrow();
        boolean waited = standing(before) == Standing.PAYABLE;
        if (!orders.paid(orderNo, payment)) {
            throw new IllegalStateException("Order " + orderNo + " was paid or over before");
        }
        if (before.discount().isPositive()) {
            useCoupons.use(orderNo);
        }
        outbox.append(
                new OrderPaid(
                        orderNo.value(),
                        payment.amount().fen(),
                        payment.channel().name(),
                        payment.paymentNo().value()),
                GATEWAY);
        // While it is being closed nobody waits for the money: the model asks "Paid after all?" by itself.
        if (waited) {
            signals.tell(new ProcessSignal(orderNo, OrderMessages.PAYMENT_SUCCEEDED, before.processInstanceId()));
        }
    }

    @Override
    public void refunded(OrderNo orderNo, Refund refund) {
        if (!refund.reason().isSurplus()) {
            refunds.refunded(orderNo, refund.refundNo(), refund.amount());
            if (refunds.nothingLeft(orderNo)) {
                refunds.insertRefunded(orderNo, clock.now());
            }
        }
    }

    @Override
    public void hold(OrderNo orderNo, String reason, String explanation) {
        orders.hold(orderNo, reason, clock.now());
        timeline.note(orderNo, "order.held", GATEWAY, reason, explanation);
    }

    @Override
    public Optional<String> payerId(ShopperId shopper, Channel channel) {
        return channel == Channel.WECHAT_PAY ? shoppers.openid(shopper) : Optional.empty();
    }

    private static Standing standing(Order order) {
        if (order.status().wasPaid()) {
            return Standing.PAID;
        }
        if (order.status() == OrderStatus.CANCELLED) {
            return Standing.CANCELLED;
        }
        return order.payable() ? Standing.PAYABLE : Standing.CLOSING;
    }
}
