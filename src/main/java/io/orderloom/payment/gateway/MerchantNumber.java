package io.orderloom.payment.gateway;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The number by which a merchant calls a payment, as a gateway tells it. Others that use the same merchant
 * account may call theirs differently than we do: gateways take up to 64 characters, and signs beside letters
 * and digits.
 */
public final class MerchantNumber {

    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,64}");

    private MerchantNumber() {}

    /** The number; empty when no merchant can have given a payment this one. */
    public static Optional<String> of(@Nullable String text) {
        return Optional.ofNullable(text).filter(told -> VISIBLE.matcher(told).matches());
    }
}
