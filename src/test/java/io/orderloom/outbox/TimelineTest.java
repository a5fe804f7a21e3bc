package io.orderloom.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.outbox.EventStreamTest.Database;
import io.orderloom.shared.OrderNo;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimelineTest {

    private static final OrderNo ORDER = new OrderNo("ORDER00001");

    private record Placed(OrderNo subject, long payableFen) implements OrderEvent {
        @Override
        public String routingKey() {
            return "order.placed.v1";
        }
    }

    private record Unheard(OrderNo subject) implements OrderEvent {
        @Override
        public String routingKey() {
            return "order.unheard-of.v1";
        }
    }

    @ParameterizedTest
    @EnumSource
    void eventsAndNotesStandInTheOrderOfTheirWriting_evenWhenTheClockGoesBack(Database kind) {
        try (OutboxNode node = new OutboxNode(kind.fresh(), null)) {
            node.now = Instant.parse("2026-05-01T08:00:00.000001Z");
            node.transaction.executeWithoutResult(status -> {
                node.append(new Placed(ORDER, 1205));
                node.timeline.note(ORDER, "coupon.locked", "system");
                node.timeline.note(ORDER, "payment.opened", "shopper", "WECHAT_PAY");
            });
            node.now = Instant.parse("2026-05-01T07:59:59Z");
            node.transaction.executeWithoutResult(status -> {
                node.append(new Unheard(ORDER));
                node.timeline.note(ORDER, "order.held", "staff:lin", "AMOUNT_MISMATCH");
            });

            assertThat(node.timeline.of(ORDER, Locale.ENGLISH))
                    .extracting(Timeline.Entry::text)
                    .containsExactly(
                            "Order placed, ¥12.05 to pay",
                            "Coupon locked",
                            "Payment opened: WeChat Pay",
                            "order.unheard-of.v1",
                            "Order held: amounts disagree");
            assertThat(node.timeline.of(ORDER, Locale.SIMPLIFIED_CHINESE).get(2))
                    .isEqualTo(new Timeline.Entry(
                            Instant.parse("2026-05-01T08:00:00.000001Z"), "payment.opened", "已发起支付：微信支付", "shopper"));
            assertThat(node.timeline.of(new OrderNo("ORDER00002"), Locale.ENGLISH))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownLanguageReadsEnglish_whateverTheMachineSpeaks(Database kind) {
        Locale machine = Locale.getDefault();
        try (OutboxNode node = new OutboxNode(kind.fresh(), null)) {
            Locale.setDefault(Locale.CHINA);
            node.commit(new Placed(ORDER, 1205));
            assertThat(node.timeline.of(ORDER, Locale.FRENCH))
                    .extracting(Timeline.Entry::text)
                    .containsExactly("Order placed, ¥12.05 to pay");
        } finally {
            Locale.setDefault(machine);
        }
    }
}
