package io.orderloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderloom.engine.Transactions;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.WireClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@Timeout(60)
class IdempotencyTest extends SlimServiceTest {

    private static final String ONCE = "/api/v1/probe/once";
    private static final String RESUMABLE = "/api/v1/probe/resumable";
    private static final String BODY = "{\"amountFen\":100}";

    @Autowired
    private ProbeController probe;

    @Autowired
    private Transactions transactions;

    @Autowired
    private AnswerRows rows;

    @Autowired
    private ExpiredAnswers expired;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private WireClock wire;

    private final String key = UUID.randomUUID().toString();
    private final AtomicInteger effects = new AtomicInteger();
    private final ExecutorService callers = Executors.newFixedThreadPool(8);

    @BeforeEach
    void effectsAreRows() {
        transactions.run(() -> jdbc.sql("CREATE TABLE IF NOT EXISTS probe_effects (note VARCHAR(64) NOT NULL)")
                .update());
        probe.once = this::effect;
        probe.intent = () -> "NUMBER0001";
        probe.effect = (number, completion) -> effect();
    }

    @AfterEach
    void dismissCallers() {
        callers.shutdownNow();
    }

    private ResponseEntity<?> effect() {
        int count = effects.incrementAndGet();
        transactions.run(() -> jdbc.sql("INSERT INTO probe_effects (note) VALUES (:note)")
                .param("note", key)
                .update());
        return ProbeController.created(Map.of("effect", count));
    }

    private int committedEffects() {
        return jdbc.sql("SELECT COUNT(*) FROM probe_effects WHERE note = :note")
                .param("note", key)
                .query(Integer.class)
                .single();
    }

    private Answer post(String path, String body) {
        return send(json(asAlice(path), body).header("Idempotency-Key", key));
    }

    private CompletableFuture<Answer> postAside(String path, String body) {
        return CompletableFuture.supplyAsync(() -> post(path, body), callers);
    }

    @Test
    void moneyDoesNotMoveWithoutAKey() {
        Answer answer = send(json(asAlice(ONCE), BODY));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("IDEMPOTENCY_KEY_MISSING");
        assertThat(effects).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "schlüssel", "\t"})
    void aKeyIsVisibleAscii(String malformed) {
        assertRefusedKey(malformed);
    }

    @Test
    void aKeyHasAtMost64Characters() {
        assertRefusedKey("k".repeat(65));
        assertThat(send(json(asAlice(ONCE), BODY).header("Idempotency-Key", key + "k".repeat(64 - key.length())))
                        .status())
                .isEqualTo(201);
    }

    private void assertRefusedKey(String malformed) {
        String answer = raw("POST " + ONCE + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer test-shop\r\n"
                + "X-Shopper-Id: alice\r\nContent-Type: application/json\r\nConnection: close\r\nIdempotency-Key: "
                + malformed + "\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("IDEMPOTENCY_KEY_");
        assertThat(effects).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {ONCE, RESUMABLE})
    void aRepeatGetsTheSameAnswerAndNoSecondEffect(String path) {
        Answer first = post(path, BODY);
        Answer second = post(path, BODY);

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Location"))
                .isEqualTo(first.header("Location"))
                .isNotEmpty();
        assertThat(second.header("Content-Type")).isEqualTo("application/json");
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(committedEffects()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {ONCE, RESUMABLE})
    void anotherBodyUnderTheSameKeyIsRefused(String path) {
        post(path, BODY);

        Answer other = post(path, "{\"amountFen\":101}");

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(committedEffects()).isEqualTo(1);
    }

    @Test
    void theOrderOfFieldsAndSpacingDoNotMakeAnotherBody() {
        post(ONCE, "{\"a\":{\"x\":1,\"y\":[1,2]},\"b\":\"2\"}");

        assertThat(post(ONCE, " { \"b\" : \"2\",\n\"a\":{\"y\":[1, 2],\"x\":1} } ")
                        .header("Idempotent-Replayed"))
                .isEqualTo("true");
        assertThat(post(ONCE, "{\"a\":{\"x\":1,\"y\":[2,1]},\"b\":\"2\"}").status())
                .isEqualTo(422);
    }

    @Test
    void aKeyDiffersByCaseCallerShopperAndRoute() {
        List<Answer> answers = List.of(
                post(ONCE, BODY),
                send(json(asAlice(ONCE), BODY).header("Idempotency-Key", key.toUpperCase(java.util.Locale.ROOT) + "A")),
                send(json(asAlice(ONCE), BODY).header("Idempotency-Key", key.toLowerCase(java.util.Locale.ROOT) + "a")),
                send(json(withKey("test-shop", ONCE).header("X-Shopper-Id", "bob"), BODY)
                        .header("Idempotency-Key", key)),
                send(json(withKey("another-shop", ONCE).header("X-Shopper-Id", "alice"), BODY)
                        .header("Idempotency-Key", key)),
                post("/api/v1/probe/once-elsewhere", BODY));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("Idempotent-Replayed")).isEmpty();
        });
        assertThat(answers).extracting(Answer::body).doesNotHaveDuplicates();
    }

    @Test
    void aRefusalIsEvaluatedAfreshWithWhateverBody() {
        probe.once = () -> {
            effect();
            throw new InvalidRequest("/amountFen", "TOO_MUCH", "Too much.");
        };
        assertThat(post(ONCE, BODY).status()).isEqualTo(422);
        assertThat(committedEffects()).isZero();

        probe.once = this::effect;
        assertThat(post(ONCE, "{\"amountFen\":1}").status()).isEqualTo(201);
        assertThat(committedEffects()).isEqualTo(1);
    }

    @Test
    void aRefusalThatCommitsSomethingIsReplayed() {
        probe.once = () -> {
            effect();
            return ProblemAnswers.of(new InvalidRequest("", "RISK", "Refused."));
        };

        Answer first = post(ONCE, BODY);
        Answer second = post(ONCE, BODY);

        assertThat(first.status()).isEqualTo(422);
        assertThat(second.status()).isEqualTo(422);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Content-Type")).startsWith("application/problem+json");
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(committedEffects()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {ONCE, RESUMABLE})
    void ofEightTwinsAtOnceOneHasTheEffect(String path) {
        CyclicBarrier start = new CyclicBarrier(8);
        List<CompletableFuture<Answer>> twins = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                start.await(10, TimeUnit.SECONDS);
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                            return post(path, BODY);
                        },
                        callers))
                .toList();

        List<Answer> answers = twins.stream().map(CompletableFuture::join).toList();

        assertThat(committedEffects()).isEqualTo(1);
        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers).extracting(Answer::body).containsOnly(answers.get(0).body());
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotent-Replayed").isEmpty())
                .hasSize(1);
    }

    @Test
    void twinsOfARefusalAreAllRefusedAndLeaveNothing() {
        probe.once = () -> {
            effect();
            throw new InvalidRequest("", "NO", "No.");
        };

        List<Answer> answers = IntStream.range(0, 8).mapToObj(i -> postAside(ONCE, BODY)).toList().stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(Answer::status).containsOnly(422);
        assertThat(committedEffects()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {ONCE, RESUMABLE})
    void aTwinThatWaitedInVainIsToldToComeBack(String path) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        probe.once = () -> {
            inside.countDown();
            awaitLatch(goOn);
            return effect();
        };
        probe.effect = (number, completion) -> probe.once.get();
        CompletableFuture<Answer> first = postAside(path, BODY);
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

        Answer twin = post(path, BODY);
        goOn.countDown();

        assertThat(twin.status()).isEqualTo(409);
        assertThat(twin.code()).isEqualTo("REQUEST_IN_FLIGHT");
        assertThat(twin.header("Retry-After")).isEqualTo("1");
        assertThat(first.join().status()).isEqualTo(201);
        assertThat(post(path, BODY).header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(committedEffects()).isEqualTo(1);
    }

    @Test
    void afterAnExceptionTheEffectGoesOnUnderTheSameNumber() {
        AtomicInteger intents = new AtomicInteger();
        probe.intent = () -> "NUMBER000" + intents.incrementAndGet();
        probe.effect = (number, completion) -> {
            throw new IllegalStateException("the gateway's answer was cut off");
        };
        assertThat(post(RESUMABLE, BODY).status()).isEqualTo(503);

        probe.effect = (number, completion) -> {
            effect();
            return ProbeController.created(Map.of("number", number));
        };
        Answer second = post(RESUMABLE, BODY);

        assertThat(second.json().path("number").asText()).isEqualTo("NUMBER0001");
        assertThat(intents).hasValue(1);
        assertThat(committedEffects()).isEqualTo(1);
    }

    @Test
    void afterACrashBetweenTheCommitsTheEffectGoesOnUnderTheSameNumber() {
        IdempotencyKey crashed = crashedAfterIntent("NUMBERBEFORE");
        assertThat(post(RESUMABLE, BODY).code()).isEqualTo("REQUEST_IN_FLIGHT");

        clocks.advanceWire(Duration.ofSeconds(31));
        probe.effect = (number, completion) -> {
            effect();
            return ProbeController.created(Map.of("number", number));
        };
        Answer resumed = post(RESUMABLE, BODY);

        assertThat(resumed.status()).isEqualTo(201);
        assertThat(resumed.json().path("number").asText()).isEqualTo("NUMBERBEFORE");
        assertThat(rows.find(crashed))
                .hasValueSatisfying(row -> assertThat(row.attempt()).isEqualTo(2));
    }

    private IdempotencyKey crashedAfterIntent(String number) {
        String body = StrictJson.fingerprint(StrictJson.read(BODY.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        IdempotencyKey crashed = new IdempotencyKey(
                key,
                "KEY:test-shop:alice",
                "POST " + RESUMABLE,
                java.util.HexFormat.of().formatHex(IdempotencyKey.sha256(body + "?null")));
        transactions.run(() -> {
            Instant leaseUntil = wire.now().plusSeconds(30);
            rows.insert(crashed, Duration.ofSeconds(1), leaseUntil, leaseUntil.plus(Duration.ofDays(400)));
            rows.intend(crashed, number);
        });
        return crashed;
    }

    @Test
    void whoWasTakenOverCannotAnswerAnyMore() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        probe.effect = (number, completion) -> {
            if (tries.incrementAndGet() == 1) {
                inside.countDown();
                awaitLatch(goOn);
            }
            return transactions.<ResponseEntity<?>>run(() -> {
                ResponseEntity<?> answer = effect();
                completion.complete(answer);
                return answer;
            });
        };
        CompletableFuture<Answer> slow = postAside(RESUMABLE, BODY);
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

        clocks.advanceWire(Duration.ofSeconds(31));
        Answer second = post(RESUMABLE, BODY);
        goOn.countDown();

        assertThat(second.status()).isEqualTo(201);
        assertThat(slow.join().code()).isEqualTo("REQUEST_IN_FLIGHT");
        assertThat(committedEffects()).isEqualTo(1);
        assertThat(post(RESUMABLE, BODY).body()).isEqualTo(second.body());
    }

    @Test
    void anAnswerIsForgottenAfterAWeekAndNotBefore() {
        post(ONCE, BODY);
        clocks.advanceBusiness(Duration.ofDays(6));
        assertThat(post(ONCE, BODY).header("Idempotent-Replayed")).isEqualTo("true");

        clocks.advanceBusiness(Duration.ofDays(3));
        assertThat(post(ONCE, BODY).header("Idempotent-Replayed")).isEmpty();
        assertThat(committedEffects()).isEqualTo(2);

        clocks.advanceBusiness(Duration.ofDays(9));
        assertThat(expired.nextDue()).isPresent();
        await().until(() -> expired.runDue() == 0);
        assertThat(jdbc.sql("SELECT COUNT(*) FROM idempotency_keys WHERE status IS NOT NULL")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void theStoredAnswerCannotBeReadInTheDatabase() {
        probe.once = () -> ProbeController.created(Map.of("phone", "13800000000"));
        post(ONCE, BODY);

        assertThat(jdbc.sql("SELECT answer FROM idempotency_keys WHERE answer IS NOT NULL")
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .noneMatch(answer -> answer.contains("138"));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
