package io.orderloom.sandbox.crypto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keys of one kind that follow one another, oldest first. A new one is announced first, then used, and at last
 * the former ones are retired.
 */
public final class KeySeries<K> {

    private final List<K> valid;
    private int used;

    /** How one key follows another. */
    public enum Step {
        /** There is a new one. */
        ANNOUNCE,
        /** The gateway uses the new one. */
        SWITCH,
        /** Only the one in use is left. */
        RETIRE
    }

    /** @param first may be empty */
    public KeySeries(List<K> first) {
        valid = new ArrayList<>(first);
    }

    /** Those that count, the announced ones among them. */
    public synchronized List<K> valid() {
        return List.copyOf(valid);
    }

    /** The one in use. */
    public synchronized Optional<K> used() {
        return valid.isEmpty() ? Optional.empty() : Optional.of(valid.get(used));
    }

    /** Announces a key. */
    public synchronized void add(K key) {
        valid.add(key);
    }

    /** Takes a step other than the announcement, which brings a key. */
    public synchronized void take(Step step) {
        if (step == Step.SWITCH) {
            used = Math.max(0, valid.size() - 1);
        } else {
            used().ifPresent(key -> valid.retainAll(List.of(key)));
            used = 0;
        }
    }
}
