package io.orderloom.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.testing.SlimContext;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Orders are found by what they have in common. */
class OrderSearchTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final SlimContext CONTEXT = SlimContext.onMariaDb(OrderRepository.class, OrderSearch.class);

    private final OrderRepository orders = CONTEXT.get(OrderRepository.class);
    private final OrderSearch search = CONTEXT.get(OrderSearch.class);

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    @Test
    void anOrderThatIsHeldIsFoundHoweverManyAreJustBeingClosed() {
        OrderNo closing = placed("01M8SEARCH000000001");
        OrderNo held = placed("01M8SEARCH000000002");
        CONTEXT.transactions().executeWithoutResult(status -> {
            orders.unpayable(closing, CancelReason.TIMEOUT, NOON);
            orders.hold(held, "AMOUNT_MISMATCH", NOON.plusSeconds(60));
        });

        assertThat(search.held(1)).extracting(Order::orderNo).containsExactly(held);
    }

    @Test
    void ordersAreReadTogetherAndAnAbsentOneIsLeftOut() {
        OrderNo one = placed("01M8SEARCH000000003");
        OrderNo other = placed("01M8SEARCH000000004");

        assertThat(search.all(List.of(one, new OrderNo("01M8SEARCH000000009"), other, one)))
                .extracting(Order::orderNo)
                .containsExactlyInAnyOrder(one, other);
        assertThat(search.all(List.of())).isEmpty();
    }

    @Test
    void whatIsAtStakeOfAnUnpaidOrderIsWhatItCosts() {
        OrderNo orderNo = placed("01M8SEARCH000000005");

        assertThat(search.all(List.of(orderNo))).extracting(Order::atStake).containsExactly(Money.ofFen(550));
    }

    private OrderNo placed(String number) {
        OrderNo orderNo = new OrderNo(number);
        CONTEXT.transactions()
                .executeWithoutResult(status -> orders.insert(
                        LockedOrdersRules.order(orderNo), new OrderRepository.Sealed(null, null), List.of()));
        return orderNo;
    }
}
