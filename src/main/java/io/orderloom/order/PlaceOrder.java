package io.orderloom.order;

import io.orderloom.customer.ShippingAddress;
import io.orderloom.engine.DecisionUnusable;
import io.orderloom.engine.ProcessStarter;
import io.orderloom.engine.Transactions;
import io.orderloom.engine.WaitingTimes;
import io.orderloom.order.risk.JudgeRisk;
import io.orderloom.order.risk.RiskDecision;
import io.orderloom.order.risk.RiskVerdict;
import io.orderloom.outbox.Outbox;
import io.orderloom.outbox.Timeline;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Accepts an order. First, and without writing anything, it is priced anew and its risk is judged; then it is written
 * down together with the verdict and its placement process is started, which reserves stock and locks coupons in the
 * same transaction. Out of stock, nothing of it remains; refused, only the verdict.
 */
@Service
public class PlaceOrder {

    private static final Logger LOG = LoggerFactory.getLogger(PlaceOrder.class);
    private static final String PROCESS = "OrderPlacementProcess";

    private final QuoteBasket quoteBasket;
    private final JudgeRisk judgeRisk;
    private final OrderRepository orders;
    private final DeliveryDetails deliveryDetails;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;
    private final WaitingTimes waitingTimes;
    private final ProcessStarter processes;
    private final UseCoupons useCoupons;
    private final Outbox outbox;
    private final Timeline timeline;
    private final Transactions transactions;

    PlaceOrder(
            QuoteBasket quoteBasket,
            JudgeRisk judgeRisk,
            OrderRepository orders,
            DeliveryDetails deliveryDetails,
            BusinessNumbers numbers,
            BusinessClock clock,
            WaitingTimes waitingTimes,
            ProcessStarter processes,
            UseCoupons useCoupons,
            Outbox outbox,
            Timeline timeline,
            Transactions transactions) {
        this.quoteBasket = quoteBasket;
        this.judgeRisk = judgeRisk;
        this.orders = orders;
        this.deliveryDetails = deliveryDetails;
        this.numbers = numbers;
        this.clock = clock;
        this.waitingTimes = waitingTimes;
        this.processes = processes;
        this.useCoupons = useCoupons;
        this.outbox = outbox;
        this.timeline = timeline;
        this.transactions = transactions;
    }

    /**
     * What the shopper wants.
     *
     * @param shippingAddress null for a pick-up
     * @param expectedPayable what the shopper was shown; null when it does not matter
     * @param deviceId by which the caller recognises the shopper's device; null when it does not
     */
    public record Wish(
            ShopperId shopper,
            Basket basket,
            @Nullable ShippingAddress shippingAddress,
            @Nullable String remark,
            @Nullable Money expectedPayable,
            @Nullable String deviceId) {}

    /** A wish with its price and its verdict, about which nothing is written yet. */
    public static final class Judged {

        private final Wish wish;
        private final Quote quote;
        private final RiskVerdict verdict;

        private Judged(Wish wish, Quote quote, RiskVerdict verdict) {
            this.wish = wish;
            this.quote = quote;
            this.verdict = verdict;
        }

        /** Whether the risk rules say no. */
        public boolean isRefused() {
            return verdict.decision() == RiskDecision.REFUSE;
        }
    }

    /**
     * Prices the wish and judges its risk, reading only. Belongs before the transaction that places the order, so that
     * nothing is locked meanwhile.
     *
     * @throws InvalidRequest when SKUs, quantities, coupons or the address cannot be accepted
     * @throws PriceChanged when it costs something else than the shopper was shown
     */
    public Judged judge(Wish wish) {
        try {
            return transactions.run(() -> judged(wish, judgeRisk::byTable));
        } catch (DecisionUnusable broken) {
            LOG.error("Orders wait for a review until the risk table is mended: {}", broken.getMessage());
            return transactions.run(() -> judged(wish, judgeRisk::withoutTable));
        }
    }

    private Judged judged(Wish wish, Function<JudgeRisk.Question, RiskVerdict> rules) {
        Quote quote = quoteBasket.quote(wish.shopper(), wish.basket());
        requireUsableCoupons(wish.basket(), quote);
        if (wish.expectedPayable() != null && !wish.expectedPayable().equals(quote.payable())) {
            throw new PriceChanged(quote);
        }
        return new Judged(
                wish,
                quote,
                rules.apply(new JudgeRisk.Question(
                        wish.shopper(), quote.payable(), wish.shippingAddress(), wish.deviceId())));
    }

    /** Writes a refusal down in the running transaction, and nothing else. @return what the caller is told */
    public OrderRefused refuse(Judged judged) {
        judgeRisk.keep(judged.verdict, null);
        return new OrderRefused();
    }

    /**
     * Places the order in the running transaction.
     *
     * @throws io.orderloom.inventory.OutOfStock naming the SKUs
     * @throws io.orderloom.pricing.CouponNotUsable when a coupon was used elsewhere at the same moment
     */
    public Order place(Judged judged) {
        if (judged.isRefused()) {
            throw new IllegalArgumentException("A refused order is not placed");
        }
        Wish wish = judged.wish;
        Quote quote = judged.quote;
        Order order = order(judged);
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
        judgeRisk.keep(judged.verdict, order.orderNo());
        if (order.review() != null) {
            timeline.note(order.orderNo(), "order.held", "system", Order.RISK_REVIEW);
        }
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

    private Order order(Judged judged) {
        Wish wish = judged.wish;
        Quote quote = judged.quote;
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
                    0,
                    Money.ZERO));
        }
        return new Order(
                new OrderNo(numbers.next()),
                wish.shopper(),
                free ? OrderStatus.PAID : OrderStatus.PENDING_PAYMENT,
                null,
                null,
                judged.verdict.decision() == RiskDecision.REVIEW ? Review.AWAITED : null,
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
