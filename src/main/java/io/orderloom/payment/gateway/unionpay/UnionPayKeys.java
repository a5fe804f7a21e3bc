package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.gateway.ReplaceableKeys;
import io.orderloom.shared.WireClock;

/**
 * Signs what goes to UnionPay and knows by what its own messages are checked, with the keys as they are at this
 * moment.
 */
final class UnionPayKeys {

    static final String VERSION = "5.1.0";

    /** {@code signMethod}: RSA with certificates. */
    static final String RSA = "01";

    private final ReplaceableKeys<UnionPayKeyTexts, UnionPayKeyRing> rings;

    /** @throws IllegalArgumentException when something is missing or cannot be read; names the setting */
    UnionPayKeys(UnionPaySettings settings, WireClock clock) {
        rings = new ReplaceableKeys<>(
                "UnionPay",
                () -> UnionPayKeyTexts.read(settings),
                texts -> UnionPayKeyRing.of(texts, settings.signerNames(), clock),
                settings.keyCheck(),
                clock);
    }

    /** The present keys; ask again for the next message. */
    UnionPayKeyRing ring() {
        return rings.now();
    }

    /** Adds how it is signed and the signature. */
    UnionPayFields signed(UnionPayFields message) {
        UnionPayKeyRing ring = ring();
        UnionPayFields whole = message.with("version", VERSION)
                .with("encoding", "UTF-8")
                .with("signMethod", RSA)
                .with("certId", ring.certId());
        return whole.with("signature", ring.sign(whole.signedText()));
    }

    /** Whether UnionPay signed this. */
    boolean isUnionPays(UnionPayFields message) {
        return ring().trust().isSigned(message);
    }

    /** Whether UnionPay signed this, whose longest field was not kept. */
    boolean isUnionPays(UnionPayFileAnswer answer) {
        return ring().trust().isSigned(answer.fields(), answer::signedText);
    }
}
