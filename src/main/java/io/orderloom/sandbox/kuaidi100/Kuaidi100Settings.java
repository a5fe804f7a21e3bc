package io.orderloom.sandbox.kuaidi100;

import java.time.Duration;
import java.util.List;

/**
 * A customer of kuaidi100.
 *
 * @param key signs queries and names the customer in subscriptions
 * @param secret signs waybill orders, together with the key
 * @param pushPauses between one push and the next
 */
public record Kuaidi100Settings(String customer, String key, String secret, List<Duration> pushPauses) {

    /** Three more pushes, about half an hour apart. */
    public static final List<Duration> DOCUMENTED_PAUSES =
            List.of(Duration.ofMinutes(30), Duration.ofMinutes(30), Duration.ofMinutes(30));

    public Kuaidi100Settings {
        pushPauses = List.copyOf(pushPauses);
    }
}
