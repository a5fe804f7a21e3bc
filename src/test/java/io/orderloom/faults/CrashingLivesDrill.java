package io.orderloom.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Answer;
import io.orderloom.testing.FaultyShop;
import io.orderloom.testing.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random lives like those of {@link RandomLivesTest}, on a service in a process of its own that is killed in the
 * midst of them. Takes minutes, so it is no part of the build but of {@code bin/drill --gateways}.
 */
class CrashingLivesDrill {

    private static final Logger LOG = LoggerFactory.getLogger(CrashingLivesDrill.class);
    private static final int LIVES = Integer.getInteger("orderloom.drill.lives", 30);
    private static final int KILLS = Integer.getInteger("orderloom.drill.kills", 3);
    private static final int ROUNDS = Integer.getInteger("orderloom.drill.crash-rounds", 1);
    private static final int MOST_STEPS = Integer.getInteger("orderloom.drill.most-steps", 12);
    private static final long SEED =
            Long.getLong("orderloom.drill.seed", ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
    private static final Duration PIECE = Duration.ofMinutes(5);
    private static final int GENERATION = 1_000;
    private static final FaultyShop SHOP =
            new FaultyShop("crashing-lives", Servers.mariaDb(), Servers.rabbitMq(), List.of());

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void whateverHappensToOrdersWhileTheServiceDiesAgainAndAgainAllBooksAgreeInTheEnd() {
        JqwikSession.run(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                round(SEED + round);
            }
        });
    }

    private static void round(long seed) {
        LOG.info("Crashing lives, seed {}", seed);
        RandomGenerator<List<Step>> generator = Step.sequences(MOST_STEPS, true).generator(GENERATION);
        Random random = new Random(seed);
        List<List<Step>> sequences = new ArrayList<>();
        for (int i = 0; i < LIVES; i++) {
            sequences.add(generator.next(random).value());
        }
        AtomicInteger left = new AtomicInteger(KILLS);
        MoneyStage stage =
                new MoneyStage(SHOP.service(), CrashingLivesDrill::advance, "crash-" + seed, () -> crash(left));
        Map<Integer, String> complaints = RandomLivesTest.complaints(stage, sequences);
        StringBuilder report = new StringBuilder();
        complaints.forEach((number, complaint) -> report.append("\n")
                .append(number < 0 ? "" : Step.text(sequences.get(number)) + "\n    ")
                .append(complaint));
        assertThat(report.toString())
                .as("seed %d, see target/crashing-lives-service.log", seed)
                .isEmpty();
        assertThat(left.get()).as("kills that nobody came to").isLessThan(KILLS);
    }

    private static synchronized void crash(AtomicInteger left) {
        if (left.getAndDecrement() > 0) {
            SHOP.service().kill();
            SHOP.service().start();
        }
    }

    /** Two clocks, as in life: the gateways' is moved first. In pieces, since each answer is waited for. */
    private static void advance(Duration by) {
        for (Duration left = by; !left.isZero(); ) {
            Duration piece = left.compareTo(PIECE) > 0 ? PIECE : left;
            Answer theirs = SHOP.service().sandbox().post("/sandbox/v1/clock", Map.of("advance", piece.toString()));
            assertThat(theirs.status()).as(theirs.toString()).isEqualTo(200);
            SHOP.advance(piece.toString());
            left = left.minus(piece);
        }
    }
}
