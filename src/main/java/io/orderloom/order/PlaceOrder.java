package io.orderloom.order;

import io.orderloom.customer.ShippingAddress;
import io.orderloom.engine.ProcessStarter;
import io.orderloom.engine.WaitingTimes;
import io.orderloom.outbox.Outbox;
import io.orderloom.pricing.Basket;
import io.orderloom.pricing.CouponId;
import io.orderloom.pricing.Quote;
import io.orderloom.pricing.QuoteBasket;
import io.orderloom.pricing.UseCoupons;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.Problem;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Accepts an order: prices it anew, writes it down and starts its placement process, which reserves stock
 * and locks coupons in the same transaction. Out of stock, nothing of it remains.
 */
@Service
public class PlaceOrder {

    private static final String PROCESS = "OrderPlacementProcess";

    private final QuoteBasket quoteBasket;
    private final OrderRepository orders;
    private final DeliveryDetails deliveryDetails;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;
    private final WaitingTimes waitingTimes;
    private final ProcessStarter processes;
    private final UseCoupons useCoupons;
    private final Outbox outbox;

    PlaceOrder(
            QuoteBasket quoteBasket,
            OrderRepository orders,
            DeliveryDetails deliveryDetails,
            BusinessNumbers numbers,
            BusinessClock clock,
            WaitingTimes waitingTimes,
            ProcessStarter processes,
            UseCoupons useCoupons,
            Outbox outbox) {
        this.quoteBasket = quoteBasket;
        this.orders = orders;
        this.deliveryDetails = deliveryDetails;
        this.numbers = numbers;
        this.clock = clock;
        this.waitingTimes = waitingTimes;
        this.processes = processes;
        this.useCoupons = useCoupons;
        this.outbox = outbox;
    }

    /**
     * What the shopper wants.
     *
     * @param shippingAddress null for a pick-up
     * @param expectedPayable what the shopper was shown; null when it does not matter
     */
    public record Wish(
            ShopperId shopper,
            Basket basket,
            @Nullable ShippingAddress shippingAddress,
            @Nullable String remark,
            @Nullable Money expectedPayable) {}

    /**
     * Places the order in the running transaction.
     *
     * @throws InvalidRequest when SKUs, quantities, coupons or the address cannot be accepted
     * @throws PriceChanged when it costs something else than the shopper was shown
     * @throws io.orderloom.inventory.OutOfStock naming the SKUs
     * @throws io.orderloom.pricing.CouponNotUsable when a coupon was used elsewhere at the same moment
     */
    public Order place(Wish wish) {
        Quote quote = quoteBasket.quote(wish.shopper(), wish.basket());
        requireUsableCoupons(wish.basket(), quote);
        if (wish.expectedPayable() != null && !wish.expectedPayable().equals(quote.payable())) {
            throw new PriceChanged(quote);
        }
        Order order = order(wish, quote);
        orders.insert(order, deliveryDetails.seal(wish.shippingAddress(), wish.remark()), quote.appliedCoupons());
        outbox.append(
                new OrderPlaced(
                        order.orderNo().value(),
                        order.shopper().value(),
                        order.payableAmount().fen(),
                        order.payBefore(),
                        order.lines().stream()
                                .map(line -> new EventLine(
                                        line.lineNo(),
                                        line.skuId().value(),
                                        line.quantity(),
                                        line.payable().fen()))
                                .toList()),
                "shopper");
        if (!order.payableAmount().isPositive()) {
            outbox.append(new OrderPaid(order.orderNo().value(), 0, null, null), "system");
        }
        ProcessStarter.Started started = processes.start(
                PROCESS,
                order.orderNo(),
                Map.of(
                        "payBefore",
                        Date.from(order.payBefore()),
                        "paymentNeeded",
                        order.payableAmount().isPositive()));
        if (started.ended()) {
            throw new IllegalStateException("Order " + order.orderNo() + " was over before it began");
        }
        if (!order.payableAmount().isPositive() && order.discount().isPositive()) {
            useCoupons.use(order.orderNo());
        }
        orders.belongsTo(order.orderNo(), started.processInstanceId());
        return order;
    }

    private Order order(Wish wish, Quote quote) {
        Instant now = UtcTime.stored(clock.now());
        boolean free = !quote.payable().isPositive();
        List<Order.Line> lines = new ArrayList<>();
        for (Quote.Line line : quote.lines()) {
            lines.add(new Order.Line(
                    lines.size() + 1,
                    line.skuId(),
                    line.name(),
                    line.quantity(),
                    line.unitPrice(),
                    line.discount(),
                    line.payable(),
                    0,
                    0,
                    Money.ZERO));
        }
        return new Order(
                new OrderNo(numbers.next()),
                wish.shopper(),
                free ? OrderStatus.PAID : OrderStatus.PENDING_PAYMENT,
                null,
                null,
                !free,
                null,
                quote.goods(),
                quote.discount(),
                quote.freight(),
                quote.payable(),
                Money.ZERO,
                Money.ZERO,
                wish.basket().deliveryMethod(),
                now,
                now.plus(waitingTimes.of("PAYMENT_WINDOW")),
                null,
                null,
                0,
                lines);
    }

    /** A coupon that takes nothing off is a surprise at the till, so the order is refused with its reason. */
    private static void requireUsableCoupons(Basket basket, Quote quote) {
        if (quote.rejected().isEmpty()) {
            return;
        }
        List<Problem.At> errors = new ArrayList<>();
        for (Quote.Rejected rejected : quote.rejected()) {
            int position = basket.couponIds().indexOf(new CouponId(rejected.id()));
            errors.add(new Problem.At("/couponIds/" + position, rejected.code(), "This coupon cannot be used here."));
        }
        throw new InvalidRequest(errors);
    }
}
