package io.orderloom.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was read of the deployed models, so that not every step reads it again. A deployment on this node empties it. One
 * on another node, or the suspension of a model, is noticed by one question a second for all of it.
 */
@Component
public class ModelReads {

    private static final long BETWEEN_QUESTIONS_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Changes with every deployment, with every deletion of one, and with every change of a deployed row. */
    private static final String WHAT_IS_DEPLOYED = """
            SELECT CONCAT_WS(' ',
                (SELECT COUNT(*) FROM ACT_RE_DEPLOYMENT), (SELECT MAX(DEPLOY_TIME_) FROM ACT_RE_DEPLOYMENT),
                (SELECT SUM(REV_) FROM ACT_RE_PROCDEF), (SELECT SUM(REV_) FROM ACT_RE_DECISION_DEF),
                (SELECT SUM(REV_) FROM ACT_RU_JOBDEF))""";

    /** @param generation the one that the models had before it was read */
    private record Read(Object value, long generation) {}

    private final Supplier<String> whatIsDeployed;
    private final LongSupplier nanos;
    private final Map<Object, Read> reads = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();
    private volatile @Nullable String deployed;
    private volatile long asked;

    @Autowired
    ModelReads(JdbcClient jdbc) {
        this(jdbc, System::nanoTime);
    }

    /** @param nanos the machine's clock */
    ModelReads(JdbcClient jdbc, LongSupplier nanos) {
        this(() -> jdbc.sql(WHAT_IS_DEPLOYED).query(String.class).single(), nanos);
    }

    /**
     * @param whatIsDeployed answers another text when anything deployed has changed
     * @param nanos the machine's clock
     */
    ModelReads(Supplier<String> whatIsDeployed, LongSupplier nanos) {
        this.whatIsDeployed = whatIsDeployed;
        this.nanos = nanos;
    }

    /**
     * The value as it was at most a second ago.
     *
     * @param key names kind and thing
     * @param reader reads it anew; a result of null is not kept
     */
    @SuppressWarnings("unchecked") // a key belongs to one kind of value
    public <T> T get(Object key, Supplier<T> reader) {
        askForChanges();
        long before = generation.get();
        Read kept = reads.get(key);
        if (kept != null && kept.generation() == before) {
            return (T) kept.value();
        }
        T value = reader.get();
        if (value == null) {
            reads.remove(key);
        } else {
            // Were it changed meanwhile, it belongs to a generation that is over, and nobody gets it.
            reads.put(key, new Read(value, before));
        }
        return value;
    }

    private void askForChanges() {
        long now = nanos.getAsLong();
        if (deployed != null && now - asked < BETWEEN_QUESTIONS_NANOS) {
            return;
        }
        asked = now;
        String found = whatIsDeployed.get();
        if (!found.equals(deployed)) {
            forget();
            deployed = found;
        }
    }

    /** Reads everything anew from now on. */
    public void forget() {
        generation.incrementAndGet();
        reads.clear();
    }
}
