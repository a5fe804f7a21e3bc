package io.orderloom.payment.gateway;

import io.orderloom.shared.WireClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway's keys, made of what stands in settings and files. The files are looked at again while the service
 * runs, so that keys change without a restart; what cannot be used leaves the former ones in use.
 *
 * @param <T> what was read; two are equal when nothing has changed
 * @param <K> keys ready for use, whose text goes to the log and shows nothing secret
 */
public final class ReplaceableKeys<T, K> {

    private static final Logger LOG = LoggerFactory.getLogger(ReplaceableKeys.class);

    private final String gateway;
    private final Supplier<T> reading;
    private final Function<T, K> making;
    private final Duration check;
    private final WireClock clock;
    private volatile Known<T, K> known;

    /** What was read, when it was looked at last, and why what was read since is not in use. */
    private record Known<T, K>(T texts, K keys, Instant lookedAt, String fault) {

        Known<T, K> lookedAt(Instant now, String newFault) {
            return new Known<>(texts, keys, now, newFault);
        }
    }

    /**
     * Reads the keys for the first time.
     *
     * @param gateway its name, for the log
     * @param reading throws {@link IllegalArgumentException} when something is missing or cannot be read
     * @param making throws the same when a text is no key, or two do not belong together
     * @param check how old what is known of the files may be
     * @throws IllegalArgumentException when there are no keys to begin with
     */
    public ReplaceableKeys(
            String gateway, Supplier<T> reading, Function<T, K> making, Duration check, WireClock clock) {
        this.gateway = gateway;
        this.reading = reading;
        this.making = making;
        this.check = check;
        this.clock = clock;
        T texts = reading.get();
        this.known = new Known<>(texts, making.apply(texts), clock.now(), "");
    }

    /** The present keys; looks at the files when it has not for a while. */
    public K now() {
        Known<T, K> current = known;
        Duration age = Duration.between(current.lookedAt(), clock.now());
        return age.compareTo(check) < 0 && !age.isNegative() ? current.keys() : lookedAgain();
    }

    private synchronized K lookedAgain() {
        Known<T, K> current = known;
        Instant now = clock.now();
        try {
            T texts = reading.get();
            if (texts.equals(current.texts())) {
                known = current.lookedAt(now, "");
            } else {
                K keys = making.apply(texts);
                known = new Known<>(texts, keys, now, "");
                LOG.info("{}'s keys have changed: {}", gateway, keys);
            }
        } catch (IllegalArgumentException e) {
            // A file that is being written, or the first of two that belong together; the next look tells.
            String fault = String.valueOf(e.getMessage());
            if (!fault.equals(current.fault())) {
                LOG.warn("{}'s keys have changed but cannot be used, the former ones stay: {}", gateway, fault);
            }
            known = current.lookedAt(now, fault);
        }
        return known.keys();
    }
}
