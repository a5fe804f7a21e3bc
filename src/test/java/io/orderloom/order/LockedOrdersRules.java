package io.orderloom.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.payment.Channel;
import io.orderloom.payment.Payment;
import io.orderloom.payment.PaymentStatus;
import io.orderloom.payment.Scene;
import io.orderloom.pricing.CouponId;
import io.orderloom.pricing.DeliveryMethod;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.RefundNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import io.orderloom.testing.SlimContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a transaction remembers of an order that it has locked is what stands in the database. */
abstract class LockedOrdersRules {

    static final Class<?>[] BEANS = {OrderRepository.class, OrderRefundRows.class};
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final TransactionTemplate transaction = context().transactions();
    private final JdbcClient jdbc = context().jdbc();
    private final OrderRepository orders = context().get(OrderRepository.class);
    private final OrderRefundRows refunds = context().get(OrderRefundRows.class);
    private final OrderNo orderNo = new OrderNo("01M8LOCKED%09d".formatted(NUMBERS.incrementAndGet()));

    abstract SlimContext context();

    @BeforeEach
    void placed() {
        run(() -> orders.insert(order(), new OrderRepository.Sealed(null, null), List.of(new CouponId("C1"))));
    }

    @Test
    void anOrderThatIsPlacedReadsAsItWasWritten() {
        OrderNo fresh = new OrderNo("01M8FRESH0%09d".formatted(NUMBERS.incrementAndGet()));
        Order wish = order(fresh);
        Order inside = transaction.execute(status -> {
            orders.insert(
                    wish, new OrderRepository.Sealed(null, null), List.of(new CouponId("C1"), new CouponId("C2")));
            assertThat(orders.couponIds(fresh)).containsExactly(new CouponId("C1"), new CouponId("C2"));
            assertThat(orders.lines(fresh)).isEqualTo(wish.lines());
            return orders.find(fresh).orElseThrow();
        });
        assertThat(orders.find(fresh)).contains(inside);
        assertThat(orders.lines(fresh)).isEqualTo(wish.lines());
        assertThat(orders.couponIds(fresh)).containsExactly(new CouponId("C1"), new CouponId("C2"));
    }

    @Test
    void everyWriteIsSeenByWhoReadBefore() {
        seenAfter(() -> orders.belongsTo(orderNo, "process"));
        seenAfter(() -> orders.hold(orderNo, "AMOUNT_MISMATCH", NOON));
        seenAfter(() -> orders.release(orderNo, "AMOUNT_MISMATCH"));
        seenAfter(() -> orders.paid(orderNo, payment()));
        seenAfter(() -> orders.reviewed(orderNo, Review.RELEASED));
        seenAfter(() -> assertThat(orders.shippedUnits(orderNo, Map.of(1, 1))).isTrue());
        seenAfter(() -> orders.move(orderNo, OrderStatus.SHIPPED, OrderStatus.PAID));
        seenAfter(() -> orders.received(orderNo, NOON));
        OrderRefundRows.Item item = new OrderRefundRows.Item(2, 1, Money.ofFen(100), Money.ofFen(100));
        seenAfter(() -> refunds.claimUnits(orderNo, item, true));
        seenAfter(() -> refunds.giveUpClaimed(orderNo, item));
        seenAfter(() -> refunds.takeUnits(orderNo, item, 1));
        seenAfter(() -> refunds.refunded(orderNo, new RefundNo("01M8REFUND0000001"), Money.ofFen(5)));
    }

    @Test
    void anUnpaidOrdersEndIsSeenByWhoReadBefore() {
        seenAfter(() -> orders.unpayable(orderNo, CancelReason.SHOPPER, NOON.plusNanos(123_456_789)));
        seenAfter(() -> orders.unpayable(orderNo, CancelReason.TIMEOUT, NOON.plusSeconds(1)));
        seenAfter(() -> orders.cancelled(orderNo));
    }

    @Test
    void moneyThatComesWhileAnOrderIsBeingClosedIsSeenByWhoReadBefore() {
        seenAfter(() -> orders.unpayable(orderNo, CancelReason.TIMEOUT, NOON));
        seenAfter(() -> orders.paid(orderNo, payment()));
        seenAfter(() -> orders.move(orderNo, OrderStatus.SHIPPED, OrderStatus.PAID));
        seenAfter(() -> orders.received(orderNo, NOON.plusNanos(999_999_999)));
    }

    @Test
    void whatStoppedAnOrderBeforeItsEndStaysForWhoReadBefore() {
        seenAfter(() -> orders.hold(orderNo, "AMOUNT_MISMATCH", NOON));
        seenAfter(() -> orders.unpayable(orderNo, CancelReason.TIMEOUT, NOON.plusSeconds(1)));
        seenAfter(() -> orders.cancelled(orderNo));
    }

    @Test
    void aWriteThatTheOrderDoesNotAllowChangesNothingForWhoReadBefore() {
        run(() -> {
            Order before = orders.lock(orderNo).orElseThrow();
            assertThat(orders.cancelled(orderNo)).as("it may still be paid").isFalse();
            assertThat(orders.move(orderNo, OrderStatus.COMPLETED, OrderStatus.DELIVERED))
                    .isFalse();
            assertThat(orders.lock(orderNo)).contains(before);
        });
    }

    @Test
    void noFewerUnitsLeaveThanWerePacked() {
        run(() -> assertThat(orders.shippedUnits(orderNo, Map.of(1, 2))).isTrue());
        transaction.executeWithoutResult(status -> {
            assertThat(orders.shippedUnits(orderNo, Map.of(1, 2, 2, 3)))
                    .as("one unit is left of line 1")
                    .isFalse();
            status.setRollbackOnly();
        });
        run(() -> assertThat(orders.shippedUnits(orderNo, Map.of(1, 1, 2, 3))).isTrue());
        assertThat(orders.lines(orderNo))
                .extracting(Order.Line::shippedQuantity)
                .containsExactly(3, 3);
    }

    @Test
    void whoHoldsTheLockKnowsWhetherTellingWasPutOff() {
        OrderRowLock lock = new OrderRowLock(orders);
        run(() -> {
            assertThat(lock.mayHavePutOff(orderNo))
                    .as("without the lock nobody knows")
                    .isTrue();
            lock.lock(orderNo);
            assertThat(lock.mayHavePutOff(orderNo)).isFalse();
            orders.hold(orderNo, "AMOUNT_MISMATCH", NOON);
            assertThat(lock.mayHavePutOff(orderNo)).isFalse();
            lock.tellingPutOff(orderNo);
            assertThat(lock.mayHavePutOff(orderNo)).isTrue();
            lock.lock(orderNo);
            assertThat(lock.mayHavePutOff(orderNo)).isTrue();
        });
        run(() -> {
            lock.lock(orderNo);
            assertThat(lock.mayHavePutOff(orderNo)).isTrue();
        });
    }

    @Test
    void whatWasReadIsForgottenWithTheTransaction() {
        run(() -> assertThat(orders.lock(orderNo).orElseThrow().hold()).isNull());
        run(() -> jdbc.sql("UPDATE orders SET hold = 'ELSEWHERE' WHERE order_no = ?")
                .param(orderNo.value())
                .update());
        run(() -> assertThat(orders.lock(orderNo).orElseThrow().hold()).isEqualTo("ELSEWHERE"));
        assertThat(orders.find(orderNo).orElseThrow().hold()).isEqualTo("ELSEWHERE");
    }

    @Test
    void withoutTheLockNothingIsRemembered() {
        run(() -> {
            assertThat(orders.find(orderNo).orElseThrow().hold()).isNull();
            TransactionTemplate other = new TransactionTemplate(context().get(PlatformTransactionManager.class));
            other.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
            other.executeWithoutResult(status -> orders.hold(orderNo, "ELSEWHERE", NOON));
            assertThat(orders.find(orderNo).orElseThrow().hold()).isEqualTo("ELSEWHERE");
        });
    }

    private void seenAfter(Runnable write) {
        Order inside = transaction.execute(status -> {
            Order before = orders.lock(orderNo).orElseThrow();
            List<Order.Line> linesBefore = orders.lines(orderNo);
            write.run();
            Order after = orders.find(orderNo).orElseThrow();
            assertThat(before.withLines(linesBefore)).isNotEqualTo(after);
            assertThat(orders.lock(orderNo)).contains(after.withLines(List.of()));
            return after;
        });
        assertThat(orders.find(orderNo)).contains(inside);
    }

    private Order order() {
        return order(orderNo);
    }

    static Order order(OrderNo number) {
        return new Order(
                number,
                new ShopperId("S1"),
                OrderStatus.PENDING_PAYMENT,
                null,
                null,
                Review.AWAITED,
                true,
                null,
                Money.ofFen(600),
                Money.ofFen(100),
                Money.ofFen(50),
                Money.ofFen(550),
                Money.ZERO,
                Money.ZERO,
                DeliveryMethod.PICKUP,
                NOON,
                NOON.plusSeconds(1_800),
                null,
                null,
                0,
                List.of(line(1), line(2)));
    }

    private static Order.Line line(int number) {
        return new Order.Line(
                number,
                new SkuId("SKU-" + number),
                "Tea",
                3,
                Money.ofFen(100),
                Money.ofFen(50),
                Money.ofFen(250),
                0,
                0,
                0,
                Money.ZERO);
    }

    private Payment payment() {
        return new Payment(
                new PaymentNo("01M8PAYMENT00000001"),
                orderNo,
                null,
                Channel.WECHAT_PAY,
                Scene.NATIVE,
                PaymentStatus.SUCCEEDED,
                Money.ofFen(550),
                NOON,
                NOON.plusSeconds(1_800),
                NOON,
                "4200",
                Map.of(),
                null,
                NOON,
                0);
    }

    private void run(Runnable unit) {
        transaction.executeWithoutResult(status -> unit.run());
    }
}
