package io.orderloom.payment.gateway.alipay;

import io.orderloom.payment.gateway.ReplaceableKeys;
import io.orderloom.shared.WireClock;

/** The shop's keys at Alipay as they are at this moment. */
final class AlipayKeys {

    private final ReplaceableKeys<AlipayKeyTexts, AlipayKeyRing> rings;

    /** @throws IllegalArgumentException when a key is missing or none; names the setting */
    AlipayKeys(AlipaySettings settings, WireClock clock) {
        rings = new ReplaceableKeys<>(
                "Alipay", () -> AlipayKeyTexts.read(settings), AlipayKeyRing::of, settings.keyCheck(), clock);
    }

    /** The present keys; ask again for the next message. */
    AlipayKeyRing ring() {
        return rings.now();
    }
}
