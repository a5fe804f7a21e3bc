package io.orderloom.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.engine.Transactions;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.PersonalDataCipher;
import io.orderloom.shared.WireClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Keeps the answers of requests in {@code idempotency_keys}, their bodies sealed like personal data. */
@Component
class StoredAnswers implements IdempotentRequests {

    private static final Duration SHORT_PAUSE = Duration.ofMillis(50);
    private static final Duration LONG_PAUSE = Duration.ofMillis(400);

    private final Transactions transactions;
    private final AnswerRows rows;
    private final PersonalDataCipher cipher;
    private final ObjectMapper json;
    private final BusinessClock business;
    private final WireClock wire;
    private final WebSettings.Idempotency settings;

    StoredAnswers(
            Transactions transactions,
            AnswerRows rows,
            PersonalDataCipher cipher,
            ObjectMapper json,
            BusinessClock business,
            WireClock wire,
            WebSettings settings) {
        this.transactions = transactions;
        this.rows = rows;
        this.cipher = cipher;
        this.json = json;
        this.business = business;
        this.wire = wire;
        this.settings = settings.idempotency();
    }

    /** Where a request stands: answered, mine to work on, or (with neither) somebody else's just now. */
    private record Standing(
            @Nullable ResponseEntity<?> answer, @Nullable Claim claim) {}

    /** The right to work on a request, as long as nobody takes it over. */
    private record Claim(String number, int attempt) {}

    @Override
    public ResponseEntity<?> once(IdempotencyKey key, Supplier<? extends ResponseEntity<?>> unit) {
        return transactions.<ResponseEntity<?>>run(() -> {
            AnswerRows.Row taken = take(key, null);
            if (taken != null) {
                ResponseEntity<?> answer = replay(taken);
                if (answer == null) {
                    throw new RequestInFlight();
                }
                return answer;
            }
            ResponseEntity<?> answer = unit.get();
            store(key, 1, answer);
            return answer;
        });
    }

    @Override
    public ResponseEntity<?> resumable(
            IdempotencyKey key,
            Supplier<String> intent,
            BiFunction<String, Completion, ? extends ResponseEntity<?>> effect) {
        long giveUp = System.nanoTime() + settings.patience().toNanos();
        Duration pause = SHORT_PAUSE;
        while (true) {
            Standing standing = transactions.run(() -> standing(key, intent));
            if (standing.answer() != null) {
                return standing.answer();
            }
            if (standing.claim() != null) {
                return perform(key, standing.claim(), effect);
            }
            if (System.nanoTime() >= giveUp) {
                throw new RequestInFlight();
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONG_PAUSE) < 0 ? pause.multipliedBy(2) : LONG_PAUSE;
        }
    }

    private Standing standing(IdempotencyKey key, Supplier<String> intent) {
        Instant now = wire.now();
        Instant leaseUntil = now.plus(settings.lease());
        AnswerRows.Row taken = take(key, leaseUntil);
        if (taken == null) {
            String number = intent.get();
            rows.intend(key, number);
            return new Standing(null, new Claim(number, 1));
        }
        ResponseEntity<?> answer = replay(taken);
        if (answer != null) {
            return new Standing(answer, null);
        }
        if (taken.intent() != null && rows.takeOver(key, taken.attempt(), now, leaseUntil)) {
            return new Standing(null, new Claim(taken.intent(), taken.attempt() + 1));
        }
        return new Standing(null, null);
    }

    private ResponseEntity<?> perform(
            IdempotencyKey key, Claim claim, BiFunction<String, Completion, ? extends ResponseEntity<?>> effect) {
        boolean[] stored = new boolean[1];
        boolean returned = false;
        try {
            ResponseEntity<?> answer = effect.apply(claim.number(), result -> {
                store(key, claim.attempt(), result);
                stored[0] = true;
            });
            if (!stored[0]) {
                transactions.run(() -> store(key, claim.attempt(), answer));
            }
            returned = true;
            return answer;
        } finally {
            if (!returned) {
                // what the outside did is unknown or refused: the next try goes on under the same number
                transactions.run(() -> rows.release(key, claim.attempt(), wire.now()));
            }
        }
    }

    /**
     * Takes the key or finds who has it.
     *
     * @return null when it is ours now
     */
    private AnswerRows.@Nullable Row take(IdempotencyKey key, @Nullable Instant leaseUntil) {
        Instant now = business.now();
        Instant expiresAt =
                now.plus(settings.keep()).truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        if (rows.insert(key, settings.patience(), leaseUntil, expiresAt)) {
            return null;
        }
        AnswerRows.Row taken = rows.find(key).orElseThrow(RequestInFlight::new);
        if (taken.expiresAt().isAfter(now)) {
            if (!taken.bodyHash().equals(key.body())) {
                throw new IdempotencyKeyReused();
            }
            return taken;
        }
        rows.delete(key);
        if (!rows.insert(key, settings.patience(), leaseUntil, expiresAt)) {
            throw new RequestInFlight();
        }
        return null;
    }

    private void store(IdempotencyKey key, int attempt, ResponseEntity<?> answer) {
        URI location = answer.getHeaders().getLocation();
        if (!rows.complete(
                key,
                attempt,
                answer.getStatusCode().value(),
                location == null ? null : location.toString(),
                cipher.encrypt(written(answer.getBody())))) {
            throw new RequestInFlight();
        }
    }

    private @Nullable String written(@Nullable Object body) {
        try {
            return body == null ? null : json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer could not be written as JSON", e);
        }
    }

    private @Nullable ResponseEntity<?> replay(AnswerRows.Row row) {
        if (row.status() == null) {
            return null;
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(row.status()).header(REPLAYED, "true");
        if (row.location() != null) {
            answer.location(URI.create(row.location()));
        }
        String body = cipher.decrypt(row.answer());
        return body == null
                ? answer.build()
                : answer.contentType(
                                row.status() < 400 ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_PROBLEM_JSON)
                        .body(body.getBytes(StandardCharsets.UTF_8));
    }
}
