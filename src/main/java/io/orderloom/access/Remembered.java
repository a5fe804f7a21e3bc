package io.orderloom.access;

import io.orderloom.shared.WireClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Credentials that were proven a moment ago, by the hash of the secret. Failures are not remembered, so
 * that guessing cannot fill the memory.
 */
final class Remembered<T> {

    private static final int MANY = 20_000;

    private final ConcurrentMap<ByteBuffer, Entry<T>> entries = new ConcurrentHashMap<>();
    private final WireClock clock;
    private final Duration life;

    private record Entry<T>(T value, Instant until) {}

    Remembered(WireClock clock, Duration life) {
        this.clock = clock;
        this.life = life;
    }

    Optional<T> get(byte[] hash, Supplier<Optional<T>> prove) {
        ByteBuffer key = ByteBuffer.wrap(hash);
        Instant now = clock.now();
        Entry<T> known = entries.get(key);
        if (known != null && now.isBefore(known.until)) {
            return Optional.of(known.value);
        }
        Optional<T> proven = prove.get();
        if (entries.size() >= MANY) {
            entries.values().removeIf(entry -> !now.isBefore(entry.until));
            if (entries.size() >= MANY) {
                return proven;
            }
        }
        if (proven.isPresent()) {
            entries.put(key, new Entry<>(proven.get(), now.plus(life)));
        } else {
            entries.remove(key);
        }
        return proven;
    }

    void forgetAll() {
        entries.clear();
    }
}
