package io.orderloom.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts personal data for storage: AES-256-GCM, a fresh nonce for each value, the key's id in front
 * of it, so that keys can be changed row by row. Form: {@code keyId:base64(nonce + ciphertext + tag)}.
 */
public final class PersonalDataCipher {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Map<String, SecretKey> keys;
    private final String currentKeyId;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param keys 32-byte keys, Base64, by id; every id that a stored row names must be here
     * @param currentKeyId the key for new values
     */
    public PersonalDataCipher(Map<String, String> keys, String currentKeyId) {
        this.keys = keys.entrySet().stream()
                .collect(java.util.stream.Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> key(e.getValue())));
        this.currentKeyId = currentKeyId;
        if (!this.keys.containsKey(currentKeyId)) {
            throw new IllegalArgumentException("No personal-data key has the current id '" + currentKeyId + "'");
        }
    }

    public @Nullable String encrypt(@Nullable String plain) {
        if (plain == null) {
            return null;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, currentKeyId, nonce, plain.getBytes(StandardCharsets.UTF_8));
        byte[] stored = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return currentKeyId + ":" + Base64.getEncoder().encodeToString(stored);
    }

    /** @throws IllegalStateException when the value was tampered with or its key is unknown */
    public @Nullable String decrypt(@Nullable String stored) {
        if (stored == null) {
            return null;
        }
        int colon = stored.indexOf(':');
        if (colon < 1) {
            throw new IllegalStateException("Stored personal data names no key");
        }
        byte[] bytes = Base64.getDecoder().decode(stored.substring(colon + 1));
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        byte[] sealed = Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length);
        return new String(
                crypt(Cipher.DECRYPT_MODE, stored.substring(0, colon), nonce, sealed), StandardCharsets.UTF_8);
    }

    private byte[] crypt(int mode, String keyId, byte[] nonce, byte[] input) {
        SecretKey key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException("No personal-data key has the id '" + keyId + "'");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Personal data could not be read or sealed", e);
        }
    }

    private static SecretKey key(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length != 32) {
            throw new IllegalArgumentException("A personal-data key has 32 bytes, not " + bytes.length);
        }
        return new SecretKeySpec(bytes, "AES");
    }
}
