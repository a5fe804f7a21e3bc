package io.orderloom.fulfilment.gateway.kuaidi100;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The shop's account at kuaidi100; without a customer and a key, parcels are not followed.
 *
 * @param customer names the account
 * @param key the account's authorisation key
 * @param salt of our own choice; pushes are signed with it
 * @param basePoll the address of the tracking interfaces, scheme and host
 * @param callbackUrl our own address for pushes, public
 * @param connectTimeout for making a connection
 * @param callTimeout for the whole call
 * @param carriers further carriers, our code to kuaidi100's
 */
@ConfigurationProperties("orderloom.kuaidi100")
record Kuaidi100Settings(
        @DefaultValue("") String customer,
        @DefaultValue("") String key,
        @DefaultValue("") String salt,
        @DefaultValue("https://poll.kuaidi100.com") URI basePoll,
        @Nullable URI callbackUrl,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("8s") Duration callTimeout,
        @DefaultValue Map<String, String> carriers) {

    Kuaidi100Settings {
        if (!customer.isBlank() && !key.isBlank()) {
            if (salt.isBlank()) {
                // With an empty salt anybody can sign a push.
                throw new IllegalArgumentException("orderloom.kuaidi100.salt is missing");
            }
            if (callbackUrl == null) {
                throw new IllegalArgumentException("orderloom.kuaidi100.callback-url is missing");
            }
        }
    }

    boolean configured() {
        return !customer.isBlank() && !key.isBlank();
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return "Kuaidi100Settings[configured=" + configured() + ", basePoll=" + basePoll + "]";
    }
}
