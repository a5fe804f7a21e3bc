package io.orderloom.order;

import io.orderloom.engine.TransactionMemory;
import io.orderloom.pricing.CouponId;
import io.orderloom.shared.OrderNo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;

/**
 * The orders whose rows the running transaction has locked, and what it has read of them since. Nobody else writes to
 * them before it ends, so nothing needs to be read twice; its own writes {@link #change} it, or make it {@link #forget}.
 */
final class LockedOrders implements TransactionSynchronization {

    /** What is known of one order; null is what is not. */
    static final class Known {
        private @Nullable Order order;
        private @Nullable List<Order.Line> lines;
        private @Nullable List<CouponId> couponIds;
        private boolean mayHavePutOff = true;

        private Known() {}

        /** The order without its lines. */
        Optional<Order> order() {
            return Optional.ofNullable(order);
        }

        Optional<List<Order.Line>> lines() {
            return Optional.ofNullable(lines);
        }

        /** They are written once, when the order is placed. */
        Optional<List<CouponId>> couponIds() {
            return Optional.ofNullable(couponIds);
        }

        /** As {@link io.orderloom.shared.OrderLock#mayHavePutOff}. */
        boolean mayHavePutOff() {
            return mayHavePutOff;
        }

        void keep(Order read) {
            order = read;
        }

        void keepPutOff(boolean stands) {
            mayHavePutOff = stands;
        }

        void keep(List<Order.Line> read) {
            lines = List.copyOf(read);
        }

        void keepCoupons(List<CouponId> wanted) {
            couponIds = List.copyOf(wanted);
        }
    }

    private final Map<OrderNo, Known> orders = new HashMap<>();

    private LockedOrders() {}

    /** The row was locked, or made, by the running transaction. @return where to keep what is known of the order */
    static Known add(OrderNo orderNo) {
        return TransactionMemory.isThere()
                ? TransactionMemory.findOrKeep(LockedOrders.class, LockedOrders::new)
                        .orders
                        .computeIfAbsent(orderNo, locked -> new Known())
                : new Known();
    }

    /** Empty when the running transaction has not locked the order. */
    static Optional<Known> find(OrderNo orderNo) {
        return TransactionMemory.find(LockedOrders.class).map(locked -> locked.orders.get(orderNo));
    }

    /** The order or its lines are about to be written; the lock stays, and so does what is written nowhere else. */
    static void forget(OrderNo orderNo) {
        find(orderNo).ifPresent(known -> {
            known.order = null;
            known.lines = null;
        });
    }

    /** The order was written, and this is what became of it. */
    static void change(OrderNo orderNo, UnaryOperator<Order> written) {
        find(orderNo).ifPresent(known -> {
            if (known.order != null) {
                known.order = written.apply(known.order);
            }
        });
    }
}
