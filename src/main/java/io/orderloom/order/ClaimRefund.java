package io.orderloom.order;

import io.orderloom.fulfilment.Fulfilment;
import io.orderloom.inventory.StockLine;
import io.orderloom.order.OrderRefundRows.Account;
import io.orderloom.order.OrderRefundRows.Item;
import io.orderloom.order.OrderRefundRows.LineAccount;
import io.orderloom.payment.Payment;
import io.orderloom.payment.Payments;
import io.orderloom.payment.Refund;
import io.orderloom.payment.RefundExceedsPaid;
import io.orderloom.payment.RefundReason;
import io.orderloom.payment.RequestRefund;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.Money;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Keeps money and units of an order for a request that is not decided yet, so that nobody else gets the money, and
 * units that have not left stay in the warehouse. The claim is then paid, in part or whole, or dropped.
 *
 * <p>Everything here runs in the caller's transaction under the order's lock.
 */
@Service
public class ClaimRefund {

    private final OrderRepository orders;
    private final OrderSearch search;
    private final OrderRefundRows rows;
    private final Payments payments;
    private final RequestRefund requestRefund;
    private final GiveUpUnits giveUpUnits;
    private final Fulfilment fulfilment;
    private final BusinessClock clock;

    ClaimRefund(
            OrderRepository orders,
            OrderSearch search,
            OrderRefundRows rows,
            Payments payments,
            RequestRefund requestRefund,
            GiveUpUnits giveUpUnits,
            Fulfilment fulfilment,
            BusinessClock clock) {
        this.orders = orders;
        this.search = search;
        this.rows = rows;
        this.payments = payments;
        this.requestRefund = requestRefund;
        this.giveUpUnits = giveUpUnits;
        this.fulfilment = fulfilment;
        this.clock = clock;
    }

    /**
     * Units of a line that are claimed.
     *
     * @param worth what they cost
     * @param amount what is claimed for them, which may be less
     */
    public record Claimed(int lineNo, SkuId skuId, int quantity, Money worth, Money amount) {}

    /**
     * What is claimed of an order.
     *
     * @param unshipped whether its units have not left the warehouse
     * @param amount in all; more than the units' amounts where freight goes back, too
     */
    public record Claim(OrderNo orderNo, boolean unshipped, Money amount, List<Claimed> units) {

        public Claim {
            units = List.copyOf(units);
        }
    }

    /**
     * Claims units of an order, or money alone.
     *
     * @param unshipped whether the units must not have left; otherwise they must have
     * @param units none together with an amount means money alone
     * @param amount less than the units can get; null for all of it
     * @throws NotFound when there is no such order
     * @throws OrderWithoutMoney when no money of it came in
     * @throws RefundExceedsPaid when so much, or so many units, are not left
     * @throws UnitsExchanged when the units were exchanged
     * @throws AlreadyShipped when units have left that must not have
     * @throws OrderNotShipped when units have not left that must have
     * @throws io.orderloom.shared.InvalidRequest when a line is unknown or a number is not positive
     */
    public Claim claim(OrderNo orderNo, boolean unshipped, List<Units> units, @Nullable Money amount) {
        Order order = orders.lock(orderNo).orElseThrow(NotFound::new);
        Account account = rows.account(orderNo);
        if (!order.status().wasPaid() || account.paidPaymentNo() == null) {
            throw new OrderWithoutMoney();
        }
        boolean everything = RefundShares.isAllTheMoney(units, amount, account);
        List<Item> items = RefundShares.items(everything ? toShip(account) : units, account);
        for (Item item : items) {
            LineAccount line = account.line(item.lineNo());
            if (unshipped && item.quantity() > line.toShip()) {
                throw new AlreadyShipped();
            }
            if (!unshipped && item.quantity() > line.toReturn()) {
                throw new OrderNotShipped();
            }
        }
        Money claimed = everything ? account.left() : RefundShares.amount(amount, account, items);
        List<Claimed> shares = RefundShares.spread(items, claimed).stream()
                .map(item -> new Claimed(
                        item.lineNo(),
                        account.line(item.lineNo()).skuId(),
                        item.quantity(),
                        item.worth(),
                        item.amount()))
                .toList();
        Claim claim = new Claim(orderNo, unshipped, claimed, shares);
        keep(claim);
        return claim;
    }

    private static List<Units> toShip(Account account) {
        return account.lines().stream()
                .filter(line -> line.toShip() > 0)
                .map(line -> new Units(line.lineNo(), line.toShip()))
                .toList();
    }

    /**
     * Claims again what was dropped.
     *
     * @throws RefundExceedsPaid when others have got it meanwhile
     * @throws AlreadyShipped when its units have left meanwhile
     */
    public void claimAgain(Claim dropped) {
        orders.requireLock(dropped.orderNo());
        keep(dropped);
    }

    private void keep(Claim claim) {
        if (!rows.promise(claim.orderNo(), claim.amount())) {
            throw new RefundExceedsPaid();
        }
        for (Claimed units : claim.units()) {
            if (!rows.claimUnits(claim.orderNo(), item(units), claim.unshipped())) {
                throw claim.unshipped() ? new AlreadyShipped() : new RefundExceedsPaid();
            }
        }
        rows.openAfterSales(claim.orderNo(), 1);
    }

    /** Gives the claim up: its money and units are as if nobody had asked. */
    public void drop(Claim claim) {
        OrderNo orderNo = claim.orderNo();
        orders.requireLock(orderNo);
        rows.unpromise(orderNo, claim.amount());
        claim.units().forEach(units -> rows.unclaimUnits(orderNo, item(units), claim.unshipped()));
        settled(orderNo);
    }

    /**
     * Keeps a part of the claim's units and lets the others go.
     *
     * @param kept how many units of each line stay claimed
     * @return what is claimed from now on
     */
    public Claim keepPart(Claim claim, Map<Integer, Integer> kept) {
        OrderNo orderNo = claim.orderNo();
        orders.requireLock(orderNo);
        List<Claimed> parts = new ArrayList<>();
        Money amount = claim.amount();
        for (Claimed units : claim.units()) {
            int quantity = kept.getOrDefault(units.lineNo(), 0);
            Claimed part = new Claimed(
                    units.lineNo(),
                    units.skuId(),
                    quantity,
                    part(units.worth(), quantity, units.quantity()),
                    part(units.amount(), quantity, units.quantity()));
            parts.add(part);
            if (quantity < units.quantity()) {
                Money less = units.amount().minus(part.amount());
                rows.unclaimUnits(
                        orderNo,
                        new Item(
                                units.lineNo(),
                                units.quantity() - quantity,
                                units.worth().minus(part.worth()),
                                less),
                        claim.unshipped());
                rows.unpromise(orderNo, less);
                amount = amount.minus(less);
            }
        }
        return new Claim(orderNo, claim.unshipped(), amount, parts);
    }

    private static Money part(Money whole, int quantity, int of) {
        return Money.ofFen(Math.floorDiv(Math.multiplyExact(whole.fen(), (long) quantity), (long) of));
    }

    /**
     * Turns the claim into a refund; units that have not left never will.
     *
     * @param amount at most what is claimed
     * @param by who decided, as in {@link io.orderloom.outbox.Outbox#append}
     */
    public Refund pay(Claim claim, Money amount, String by) {
        OrderNo orderNo = claim.orderNo();
        orders.requireLock(orderNo);
        Account account = rows.account(orderNo);
        if (account.paidPaymentNo() == null || amount.compareTo(claim.amount()) > 0) {
            throw new IllegalStateException("Order " + orderNo + " does not owe so much");
        }
        if (amount.compareTo(claim.amount()) < 0) {
            rows.unpromise(orderNo, claim.amount().minus(amount));
        }
        Payment payment = payments.find(account.paidPaymentNo()).orElseThrow();
        Refund refund = requestRefund.request(payment, amount, RefundReason.AFTER_SALE, by);
        List<Item> items = claim.units().stream()
                .filter(units -> units.quantity() > 0)
                .map(ClaimRefund::item)
                .toList();
        rows.insert(refund.refundNo(), RefundShares.spread(items, amount));
        if (claim.unshipped()) {
            List<StockLine> backOnShelf = new ArrayList<>();
            for (Claimed units : claim.units()) {
                rows.giveUpClaimed(orderNo, item(units));
                backOnShelf.add(new StockLine(units.skuId(), units.quantity()));
            }
            giveUpUnits.backOnShelf(orderNo, backOnShelf);
        }
        return refund;
    }

    /**
     * Other goods take the place of the claimed units: these stay gone from their lines, and their money is free for
     * the order again, but for what is still to be {@linkplain #pay paid} back of it.
     *
     * @param back what the replacement costs less than what is claimed; zero for nothing
     */
    public void exchange(Claim claim, Money back) {
        OrderNo orderNo = claim.orderNo();
        orders.requireLock(orderNo);
        claim.units().stream()
                .filter(units -> units.quantity() > 0)
                .forEach(units -> rows.exchanged(orderNo, item(units)));
        if (!back.isPositive()) {
            rows.unpromise(orderNo, claim.amount());
        }
    }

    /** The request behind a claim is closed: what waited for that goes on. */
    public void settled(OrderNo orderNo) {
        orders.requireLock(orderNo);
        rows.openAfterSales(orderNo, -1);
        if (rows.anyAfterSaleOpen(orderNo)) {
            return;
        }
        fulfilment.afterSalesClosed(orderNo);
        if (rows.nothingLeft(orderNo)) {
            rows.insertRefunded(orderNo, clock.now());
        }
    }

    /** Whether a request about the order is open, its row locked until the running transaction ends. */
    public boolean anyOpen(OrderNo orderNo) {
        orders.requireLock(orderNo);
        return rows.anyAfterSaleOpen(orderNo);
    }

    /** How many orders of the shopper came to their good end. */
    public long completedOrders(ShopperId shopper) {
        return search.count(new OrderSearch.Criteria(shopper, List.of(OrderStatus.COMPLETED), null, null, false));
    }

    private static Item item(Claimed units) {
        return new Item(units.lineNo(), units.quantity(), units.worth(), units.amount());
    }
}
