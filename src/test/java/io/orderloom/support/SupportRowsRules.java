package io.orderloom.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.support.Message.Author;
import io.orderloom.support.Message.Delivery;
import io.orderloom.support.Message.Way;
import io.orderloom.testing.SlimContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the tables of customer service promise, on every database. */
abstract class SupportRowsRules {

    static final Class<?>[] BEANS = {
        ConversationRepository.class,
        WindowRepository.class,
        PushRepository.class,
        TellingRepository.class,
        ObjectMapper.class
    };

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final ShopperId shopper =
            new ShopperId("S" + UUID.randomUUID().toString().substring(0, 12));

    abstract SlimContext context();

    /** By what happened so many seconds after noon: w wrote, e entered, s a message was sent, c WeChat said closed. */
    @ParameterizedTest
    @CsvSource({
        "'', 0, false",
        "w0, 0, true",
        "w0 s s s s, 172799, true",
        "w0 s s s s s, 60, false",
        "w0, 172800, false",
        "w0 s s s s s w60, 61, true",
        "w0 c, 60, false",
        "w0 c w60, 61, true",
        "e0, 59, true",
        "e0 s, 59, true",
        "e0 s s, 59, false",
        "e0, 60, false",
        "w0 s s s s e10, 11, true",
        "w0 s s s s s e10, 11, false",
        "w0 s s s s s e172801, 172802, true",
        "w0 s s s s s e172801 s s, 172803, false",
    })
    void whenWeChatLetsTheShopWrite(String story, int secondsAfter, boolean open) {
        WindowRepository windows = context().get(WindowRepository.class);
        for (String step : story.isEmpty() ? new String[0] : story.split(" ")) {
            Instant at = step.length() == 1 ? NOON : NOON.plusSeconds(Long.parseLong(step.substring(1)));
            run(() -> {
                switch (step.charAt(0)) {
                    case 'w' -> windows.wrote(shopper, at);
                    case 'e' -> windows.entered(shopper, at);
                    case 's' -> windows.spent(shopper);
                    default -> windows.closed(shopper);
                }
                return step;
            });
        }

        assertThat(run(() -> windows.isOpen(shopper, NOON.plusSeconds(secondsAfter))))
                .isEqualTo(open);

        run(() -> {
            windows.forget(shopper);
            return shopper;
        });
        assertThat(run(() -> windows.isOpen(shopper, NOON))).isFalse();
    }

    @Test
    void aPushIsNewOnceHoweverManyComeTogetherAndForgottenInTime() throws Exception {
        PushRepository pushes = context().get(PushRepository.class);
        Push push = new Push("k".repeat(64), "event", "e".repeat(100), "openid", Map.of());

        List<Boolean> answers = together(8, () -> run(() -> pushes.insert(push, NOON)));

        assertThat(answers).containsOnlyOnce(true);
        assertThat(run(pushes::oldest)).hasValue(NOON);
        assertThat(run(() -> pushes.deleteBefore(NOON.minusSeconds(1), 10))).isZero();
        assertThat(run(() -> pushes.deleteBefore(NOON, 10))).isEqualTo(1);
        assertThat(run(() -> pushes.insert(push, NOON))).isTrue();
        run(() -> pushes.deleteBefore(NOON, 10));
    }

    @Test
    void messagesThatAreWrittenTogetherEachHaveTheirPlace() throws Exception {
        ConversationRepository rows = context().get(ConversationRepository.class);
        ConversationId id = begun(rows);

        List<Integer> places = together(8, () -> run(() -> rows.add(id, Author.STAFF, "staff:a", Way.API, "好", NOON)));

        assertThat(places).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(run(() -> rows.find(id)).orElseThrow().messages()).isEqualTo(8);
        assertThat(run(() -> rows.messages(id, 2, 3))).extracting(Message::seq).containsExactly(3, 4, 5);
    }

    @Test
    void oneAnswerThatReachedNobodyIsEnoughUntilTheShopperWritesAgain() {
        ConversationRepository rows = context().get(ConversationRepository.class);
        ConversationId id = begun(rows);
        run(() -> rows.add(id, Author.SHOPPER, "shopper", Way.API, "在吗", NOON));
        int first = run(() -> rows.add(id, Author.STAFF, "staff:a", Way.API, "在", NOON));
        assertThat(run(() -> rows.anyUndeliveredSinceShopperWrote(id))).isFalse();

        run(() -> {
            rows.delivered(id, first, Delivery.NOT_DELIVERED);
            return first;
        });

        assertThat(run(() -> rows.anyUndeliveredSinceShopperWrote(id))).isTrue();
        run(() -> rows.add(id, Author.SHOPPER, "shopper", Way.API, "喂", NOON));
        assertThat(run(() -> rows.anyUndeliveredSinceShopperWrote(id))).isFalse();
        assertThat(run(() -> rows.find(id)).orElseThrow().readUpTo())
                .as("who writes has read what stands before")
                .isEqualTo(3);
    }

    @Test
    void aMomentIsNotedOnceAndTakenUpByOne() throws Exception {
        TellingRepository rows = context().get(TellingRepository.class);
        String orderNo = "01KAQ3T9ZB0112345678";
        Telling telling = new Telling(
                "M" + UUID.randomUUID().toString().substring(0, 20),
                Moment.ORDER_PAID,
                orderNo + "-2",
                new OrderNo(orderNo),
                null,
                0,
                Map.of("amount", "224.01"),
                NOON,
                0);
        together(
                4,
                () -> run(() -> {
                    rows.insert(telling);
                    return telling;
                }));

        List<Telling> due = run(() -> rows.due(NOON, 10));
        assertThat(due).containsExactly(telling);
        assertThat(run(() -> rows.due(NOON.minusSeconds(1), 10))).isEmpty();
        List<Boolean> taken = together(4, () -> run(() -> rows.claim(telling, NOON.plus(Duration.ofSeconds(10)))));
        assertThat(taken).containsOnlyOnce(true);
        assertThat(run(rows::nextDue)).hasValue(NOON.plusSeconds(10));
        run(() -> {
            rows.delete(telling);
            rows.moveTo(rows.position(true) + 7);
            return telling;
        });
        assertThat(run(rows::nextDue)).isEmpty();
        assertThat(run(() -> rows.position(false))).isEqualTo(7);
        run(() -> {
            rows.moveTo(0);
            return 0;
        });
    }

    private ConversationId begun(ConversationRepository rows) {
        ConversationId id =
                new ConversationId(UUID.randomUUID().toString().replace("-", "").substring(0, 20));
        run(() -> {
            rows.insert(id, shopper, null, NOON);
            return id;
        });
        return id;
    }

    private <T> T run(Supplier<T> unit) {
        return Objects.requireNonNull(context().transactions().execute(status -> unit.get()));
    }

    private static <T> List<T> together(int times, Callable<T> unit) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(Collections.nCopies(times, unit))) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }
}
