package io.orderloom.order;

import io.orderloom.order.risk.KeptVerdict;
import io.orderloom.order.risk.RiskVerdicts;
import io.orderloom.shared.Money;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Questions about orders. */
@Service
public class Orders {

    private final OrderRepository orders;
    private final OrderSearch search;
    private final RiskVerdicts verdicts;

    Orders(OrderRepository orders, OrderSearch search, RiskVerdicts verdicts) {
        this.orders = orders;
        this.search = search;
        this.verdicts = verdicts;
    }

    /**
     * An order.
     *
     * @param shopper whose order it must be; null when staff asks
     * @throws NotFound when it is absent or somebody else's, which look the same
     */
    public Order find(OrderNo orderNo, @Nullable ShopperId shopper) {
        return orders.find(orderNo)
                .filter(found -> shopper == null || found.shopper().equals(shopper))
                .orElseThrow(NotFound::new);
    }

    /** Anybody's order, for staff; empty when it is absent. */
    public Optional<Order> seek(OrderNo orderNo) {
        return orders.find(orderNo);
    }

    /** Whose orders these are; an absent one is left out. */
    public Map<OrderNo, ShopperId> shoppers(Collection<OrderNo> orderNos) {
        return search.shoppers(orderNos);
    }

    /** How much money hangs on each of these orders: an absent one is left out. */
    public Map<OrderNo, Money> atStake(Collection<OrderNo> orderNos) {
        return search.all(orderNos).stream().collect(Collectors.toMap(Order::orderNo, Order::atStake));
    }

    /** One page of orders. */
    public record Found(List<Order> orders, long total) {}

    /** A shopper's orders, newest first; a null condition is left out. */
    public Found of(
            ShopperId shopper,
            @Nullable OrderStatus status,
            @Nullable Instant from,
            @Nullable Instant to,
            int offset,
            int size) {
        List<OrderStatus> statuses = status == null ? List.of() : List.of(status);
        return page(new OrderSearch.Criteria(shopper, statuses, from, to, false), offset, size);
    }

    /** Everybody's orders, newest first, for staff. */
    public Found all(@Nullable OrderStatus status, @Nullable Instant from, @Nullable Instant to, int offset, int size) {
        List<OrderStatus> statuses = status == null ? List.of() : List.of(status);
        return page(new OrderSearch.Criteria(null, statuses, from, to, false), offset, size);
    }

    /** What the warehouse has to do, oldest first. */
    public Found toFulfil(List<OrderStatus> statuses, int offset, int size) {
        return page(new OrderSearch.Criteria(null, statuses, null, null, true), offset, size);
    }

    /** Orders that something else stops than the closing of their payments, longest first, at most {@code limit}. */
    public List<Order> held(int limit) {
        return search.held(limit);
    }

    /** Paid orders whose review is not over, oldest first, at most {@code limit}. */
    public List<Order> underReview(int limit) {
        return search.underReview(limit);
    }

    /** What the risk rules found against an order, by the names in their table; none when they accepted it. */
    public List<String> suspicions(Order order) {
        return verdicts.of(order.shopper(), order.orderNo(), order.placedAt())
                .map(KeptVerdict::reasons)
                .orElse(List.of());
    }

    /** Unpaid orders whose payment window passed before the moment, oldest first, at most {@code limit}. */
    public List<Order> unpaidSince(Instant moment, int limit) {
        return search.unpaidSince(moment, limit);
    }

    /**
     * Whether the money is in, the order's row locked until the running transaction ends: models decide on
     * it, and the decision must still be true when they commit.
     */
    public boolean isPaid(OrderNo orderNo) {
        return orders.lock(orderNo).map(order -> order.status().wasPaid()).orElseThrow(NotFound::new);
    }

    private Found page(OrderSearch.Criteria criteria, int offset, int size) {
        return new Found(search.page(criteria, offset, size), search.count(criteria));
    }
}
