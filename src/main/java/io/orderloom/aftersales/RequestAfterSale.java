package io.orderloom.aftersales;

import io.orderloom.engine.ProcessStarter;
import io.orderloom.engine.WaitingTimes;
import io.orderloom.order.ClaimRefund;
import io.orderloom.order.ClaimRefund.Claim;
import io.orderloom.order.Order;
import io.orderloom.order.Orders;
import io.orderloom.order.PriceReplacement;
import io.orderloom.order.Units;
import io.orderloom.outbox.Outbox;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperFiles;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Takes a request about an order in: its units and its money are kept for it, and its process begins. */
@Service
public class RequestAfterSale {

    private static final String PROCESS = "AfterSalesProcess";

    private final Orders orders;
    private final OrderLock orderLock;
    private final PriceReplacement priceReplacement;
    private final ClaimRefund claims;
    private final ShopperFiles files;
    private final AfterSaleRepository rows;
    private final ProcessStarter processes;
    private final WaitingTimes waitingTimes;
    private final Outbox outbox;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;

    RequestAfterSale(
            Orders orders,
            OrderLock orderLock,
            PriceReplacement priceReplacement,
            ClaimRefund claims,
            ShopperFiles files,
            AfterSaleRepository rows,
            ProcessStarter processes,
            WaitingTimes waitingTimes,
            Outbox outbox,
            BusinessNumbers numbers,
            BusinessClock clock) {
        this.orders = orders;
        this.orderLock = orderLock;
        this.priceReplacement = priceReplacement;
        this.claims = claims;
        this.files = files;
        this.rows = rows;
        this.processes = processes;
        this.waitingTimes = waitingTimes;
        this.outbox = outbox;
        this.numbers = numbers;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param units of which lines; none together with an amount means money alone
     * @param amount less than the units can still get; null for all of it
     * @param exchangeFor what shall come instead, in an exchange; null otherwise
     * @param reason for people; personal data
     * @param evidence ids of files that the order's shopper uploaded
     */
    public record Wish(
            AfterSaleType type,
            List<Units> units,
            @Nullable Money amount,
            @Nullable SkuId exchangeFor,
            @Nullable String reason,
            List<String> evidence) {}

    /**
     * Who asks.
     *
     * @param shopper whose order it must be; null when staff asks for the shopper
     * @param actor as in {@link Outbox#append}
     */
    public record Asking(@Nullable ShopperId shopper, String actor) {}

    /**
     * Takes the request in, in the running transaction, and lets its process go as far as it can.
     *
     * @throws io.orderloom.shared.NotFound when the order is absent or somebody else's
     * @throws io.orderloom.order.OrderWithoutMoney when nothing was paid
     * @throws io.orderloom.payment.RefundExceedsPaid when so much, or so many units, are not left
     * @throws io.orderloom.order.AlreadyShipped when money alone is asked for units that have left
     * @throws io.orderloom.order.OrderNotShipped when units shall come back that have not left
     * @throws io.orderloom.order.UnitsExchanged when the units were exchanged before
     * @throws AfterSaleWindowOver when the order was received too long ago
     * @throws InvalidRequest when lines or files are unknown or missing, or what shall come in exchange is not on sale
     */
    public AfterSale request(OrderNo orderNo, Wish wish, Asking by) {
        orders.find(orderNo, by.shopper());
        orderLock.lock(orderNo);
        Order order = orders.find(orderNo, by.shopper());
        Instant now = UtcTime.stored(clock.now());
        requireInWindow(order, now);
        if (wish.units().isEmpty() && (wish.type() != AfterSaleType.REFUND_ONLY || wish.amount() == null)) {
            throw new InvalidRequest("/items", "ITEMS_MISSING", "Which units is it about?");
        }
        boolean unshipped = wish.type() == AfterSaleType.REFUND_ONLY;
        files.use(order.shopper(), wish.evidence(), "/evidence");
        Claim claim = claims.claim(orderNo, unshipped, wish.units(), wish.amount());
        Exchange exchange = exchange(wish, order.shopper(), claim);
        AfterSale fresh = new AfterSale(
                new AfterSalesNo(numbers.next()),
                orderNo,
                order.shopper(),
                wish.type(),
                AfterSaleStatus.REQUESTED,
                claim.amount(),
                null,
                true,
                wish.reason(),
                null,
                wish.evidence(),
                by.actor(),
                null,
                now.plus(waitingTimes.of("SELLER_SILENCE")),
                null,
                null,
                null,
                null,
                now,
                now,
                0,
                claim.units(),
                exchange);
        rows.insert(fresh);
        outbox.append(
                new AfterSaleRequested(
                        orderNo.value(),
                        fresh.afterSalesNo().value(),
                        fresh.type().name(),
                        fresh.amount().fen()),
                by.actor());
        begin(fresh);
        return rows.find(fresh.afterSalesNo()).orElseThrow();
    }

    private @Nullable Exchange exchange(Wish wish, ShopperId shopper, Claim claim) {
        if (wish.type() != AfterSaleType.EXCHANGE) {
            return null;
        }
        if (wish.exchangeFor() == null) {
            throw new InvalidRequest("/exchangeSkuId", "SKU_MISSING", "What shall come in exchange?");
        }
        if (claim.units().size() != 1) {
            throw new InvalidRequest("/items", "ONE_LINE_ONLY", "An exchange is for units of one line.");
        }
        int quantity = claim.units().get(0).quantity();
        PriceReplacement.Offer offer = priceReplacement.offer(shopper, wish.exchangeFor(), quantity);
        return Exchange.asked(offer.skuId(), offer.name(), quantity, offer.unitPrice(), claim.amount());
    }

    private void requireInWindow(Order order, Instant now) {
        Instant receivedAt = order.receivedAt();
        if (receivedAt != null && now.isAfter(receivedAt.plus(waitingTimes.of("AFTER_SALE_WINDOW")))) {
            throw new AfterSaleWindowOver();
        }
    }

    private void begin(AfterSale fresh) {
        ProcessStarter.Started process = processes.start(
                PROCESS,
                fresh.orderNo(),
                Map.of(
                        "afterSalesNo",
                        fresh.afterSalesNo().value(),
                        "afterSaleType",
                        fresh.type().name(),
                        "amountFen",
                        fresh.amount().fen(),
                        "unitsAsked",
                        !fresh.items().isEmpty(),
                        "completedOrders",
                        claims.completedOrders(fresh.shopper())));
        if (!process.ended()) {
            rows.belongsTo(fresh.afterSalesNo(), process.processInstanceId());
        }
    }
}
