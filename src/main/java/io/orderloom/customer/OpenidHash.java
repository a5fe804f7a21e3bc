package io.orderloom.customer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** Finds a shopper by openid without storing the openid readable: HMAC-SHA256 under a key of its own. */
@Component
class OpenidHash {

    private static final String ALGORITHM = "HmacSHA256";

    private static final int MIN_KEY_BYTES = 32;

    private final SecretKey key;

    OpenidHash(CustomerSettings settings) {
        byte[] bytes = Base64.getDecoder().decode(settings.openidHashKey());
        if (bytes.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException("orderloom.customer.openid-hash-key has fewer than 32 bytes");
        }
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** 64 characters of lower-case hex. */
    String of(String openid) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(openid.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
