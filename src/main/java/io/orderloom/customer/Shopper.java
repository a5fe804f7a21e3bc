package io.orderloom.customer;

import io.orderloom.shared.ShopperId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a shopper says about themselves. Personal data.
 *
 * @param phone a mainland mobile number of 11 digits
 * @param consents what the shopper agreed to, in the words the mini-program uses, for instance {@code marketing}
 */
public record Shopper(
        ShopperId shopperId,
        @Nullable String nickname,
        @Nullable String phone,
        List<String> consents) {

    public Shopper {
        consents = List.copyOf(consents);
    }

    /** Never shows who it is. */
    @Override
    public String toString() {
        return "Shopper[" + shopperId + "]";
    }
}
