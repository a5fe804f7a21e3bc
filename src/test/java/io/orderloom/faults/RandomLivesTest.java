package io.orderloom.faults;

import io.orderloom.faults.MoneyStage.Story;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever happens to an order, in whatever order, once everything has settled no more went back than came, the
 * ledger sums to zero and tells of the same money as orders and gateways, every payment and refund is settled and
 * no order is stuck. jqwik makes the sequences and shrinks those that fail; a test of its own would play them one
 * after the other, here they are lived side by side under one clock.
 *
 * <p>{@code orderloom.drill.seed} repeats the sequences of a run, {@code orderloom.drill.steps} plays one of them.
 */
class RandomLivesTest {

    private static final int LIVES = Integer.getInteger("orderloom.drill.lives", 24);
    private static final int ROUNDS = Integer.getInteger("orderloom.drill.rounds", 1);
    private static final int MOST_STEPS = Integer.getInteger("orderloom.drill.most-steps", 9);
    private static final long SEED =
            Long.getLong("orderloom.drill.seed", ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
    private static final String STEPS = System.getProperty("orderloom.drill.steps", "");
    private static final int GENERATION = 1_000;
    private static final int SHRUNK_AT_ONCE = 12;
    private static final int MOST_SHRINKINGS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(RandomLivesTest.class);

    private final RunningService service = RunningService.shared();
    private final ShopDriver clock = new ShopDriver(service);

    @AfterEach
    void heal() {
        service.sandbox().delete("/sandbox/v1/faults");
    }

    @Test
    void whateverHappensToOrdersAllBooksAgreeInTheEnd() {
        if (!STEPS.isBlank()) {
            Lived lived = live(List.of(Step.read(STEPS)));
            if (!lived.complaints().isEmpty()) {
                throw new AssertionError(lived.complaints().toString());
            }
            return;
        }
        JqwikSession.run(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                round(SEED + round);
            }
        });
    }

    private void round(long seed) {
        LOG.info("Random lives, seed {}", seed);
        RandomGenerator<List<Step>> generator =
                Step.sequences(MOST_STEPS, false).generator(GENERATION);
        Random random = new Random(seed);
        List<Shrinkable<List<Step>>> sequences = new ArrayList<>();
        for (int i = 0; i < LIVES; i++) {
            sequences.add(generator.next(random));
        }
        Lived lived = live(sequences.stream().map(Shrinkable::value).toList());
        if (lived.complaints().isEmpty()) {
            return;
        }
        StringBuilder report = new StringBuilder("The books do not agree (seed " + seed + "):");
        lived.complaints().forEach((number, complaint) -> report.append("\n")
                .append(number < 0 ? "" : Step.text(sequences.get(number).value()) + "\n    ")
                .append(complaint));
        lived.complaints().keySet().stream()
                .filter(number -> number >= 0)
                .findFirst()
                .ifPresent(
                        number -> report.append("\nShortest that fails alone: ").append(shrunk(sequences.get(number))));
        throw new AssertionError(report.toString());
    }

    /** The shortest sequence found that fails without the others beside it. */
    private String shrunk(Shrinkable<List<Step>> failing) {
        Shrinkable<List<Step>> shortest = failing;
        if (live(List.of(failing.value())).complaints().isEmpty()) {
            return "none; it was the others, or a race: play the seed again";
        }
        for (int i = 0; i < MOST_SHRINKINGS; i++) {
            List<Shrinkable<List<Step>>> shorter =
                    shortest.shrink().limit(SHRUNK_AT_ONCE).toList();
            if (shorter.isEmpty()) {
                break;
            }
            Lived lived = live(shorter.stream().map(Shrinkable::value).toList());
            int first = lived.complaints().keySet().stream()
                    .filter(number -> number >= 0)
                    .findFirst()
                    .orElse(-1);
            if (first < 0) {
                break;
            }
            shortest = shorter.get(first);
        }
        return "-Dorderloom.drill.steps='" + Step.text(shortest.value()) + "'";
    }

    /** @param complaints by the number of the sequence; −1 for what belongs to none */
    private record Lived(Map<Integer, String> complaints) {}

    private Lived live(List<List<Step>> sequences) {
        MoneyStage stage = new MoneyStage(
                service,
                by -> clock.advance(by.toString()),
                "life-" + UUID.randomUUID().toString().substring(0, 8));
        return new Lived(complaints(stage, sequences));
    }

    /** Lives all of them and says which of them do not end as they must. */
    static Map<Integer, String> complaints(MoneyStage stage, List<List<Step>> sequences) {
        Map<String, Story> stories = new LinkedHashMap<>();
        Map<Integer, OrderLife> lives = new ConcurrentHashMap<>();
        for (int i = 0; i < sequences.size(); i++) {
            List<Step> steps = sequences.get(i);
            int number = i;
            stories.put(Integer.toString(i), life -> {
                lives.put(number, life);
                new RandomLife(life).live(steps);
            });
        }
        Map<Integer, String> complaints = new LinkedHashMap<>();
        try {
            stage.live(stories).forEach((name, trouble) -> complaints.put(Integer.valueOf(name), trouble.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        List<String> wrong = stage.settle();
        if (!wrong.isEmpty()) {
            complaints.put(-1, String.join("\n", wrong));
            lives.forEach((number, life) -> {
                List<String> own = stage.disagreements(Set.of(life.orderNo()));
                if (!own.isEmpty()) {
                    complaints.merge(number, own.toString(), String::concat);
                }
            });
        }
        return complaints;
    }
}
