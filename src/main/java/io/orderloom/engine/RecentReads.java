package io.orderloom.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * What was read of the deployed models within the last second, so that not every step reads it again. A deployment
 * on this node empties it; one on another node is noticed a second later.
 */
@Component
public class RecentReads {

    private static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Read(Object value, long at) {}

    private final Map<Object, Read> reads = new ConcurrentHashMap<>();

    /**
     * The value as it was at most a second ago.
     *
     * @param key names kind and thing
     * @param reader reads it anew; a result of null is not kept
     */
    @SuppressWarnings("unchecked") // a key belongs to one kind of value
    public <T> T get(Object key, Supplier<T> reader) {
        long now = System.nanoTime();
        Read kept = reads.get(key);
        if (kept != null && now - kept.at() < LIFE_NANOS) {
            return (T) kept.value();
        }
        T value = reader.get();
        if (value == null) {
            reads.remove(key);
        } else {
            reads.put(key, new Read(value, now));
        }
        return value;
    }

    /** Reads everything anew from now on. */
    public void forget() {
        reads.clear();
    }
}
