package io.orderloom.engine.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The instances of which one look for due jobs has taken some. Whoever begins with one that is not read yet reads the
 * next few along with it, by one statement: while thousands are due, they are begun within a moment.
 */
final class InstancesOfLook {

    private static final int AT_ONCE = 8;

    private final LongSupplier nanoTime;
    private final Set<String> unread = new LinkedHashSet<>();
    private final Map<String, KnownInstance> read = new HashMap<>();

    /**
     * @param processInstanceIds in the order in which they will be begun
     * @param nanoTime as {@link System#nanoTime}
     */
    InstancesOfLook(Collection<String> processInstanceIds, LongSupplier nanoTime) {
        this.unread.addAll(processInstanceIds);
        this.nanoTime = nanoTime;
    }

    /**
     * What is known of one of them, handed out once.
     *
     * @param reading reads instances by their ids; one that has ended is not in its answer
     */
    synchronized KnownInstance of(
            String processInstanceId, Function<List<String>, Map<String, WholeInstances.Rows>> reading) {
        if (unread.remove(processInstanceId) && !unread.isEmpty()) {
            List<String> together = Stream.concat(Stream.of(processInstanceId), unread.stream())
                    .limit(AT_ONCE)
                    .toList();
            together.forEach(unread::remove);
            reading.apply(together).forEach((id, rows) -> read.put(id, new KnownInstance(rows, nanoTime)));
        }
        KnownInstance known = read.remove(processInstanceId);
        return known == null ? new KnownInstance(null, nanoTime) : known;
    }
}
