package io.orderloom.sandbox.miniprogram;

import io.orderloom.sandbox.crypto.Randoms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** How WeChat signs and encrypts what it pushes (its document "message push", safe mode). */
final class PushCipher {

    private static final int BLOCK = 32;
    private static final int IV = 16;

    private final byte[] key;

    /** @param encodingAesKey 43 characters of Base64 without the sign at their end */
    PushCipher(String encodingAesKey) {
        this.key = Base64.getDecoder().decode(encodingAesKey + "=");
    }

    /** Sixteen bytes of chance, the length, the text and the application, padded to blocks of 32. */
    String encrypt(String text, String appId) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        byte[] owner = appId.getBytes(StandardCharsets.UTF_8);
        int length = IV + Integer.BYTES + message.length + owner.length;
        int padding = BLOCK - length % BLOCK;
        byte[] padded = new byte[padding];
        Arrays.fill(padded, (byte) padding);
        byte[] plain = ByteBuffer.allocate(length + padding)
                .put(Randoms.bytes(IV))
                .putInt(message.length)
                .put(message)
                .put(owner)
                .put(padded)
                .array();
        try {
            Cipher aes = Cipher.getInstance("AES/CBC/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(Arrays.copyOf(key, IV)));
            return Base64.getEncoder().encodeToString(aes.doFinal(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has AES", e);
        }
    }

    static String signature(String... parts) {
        String sorted = Stream.of(parts).sorted().collect(Collectors.joining());
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(sorted.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }
}
