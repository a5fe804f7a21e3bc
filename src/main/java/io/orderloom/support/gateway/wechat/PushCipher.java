package io.orderloom.support.gateway.wechat;

import io.orderloom.support.PushRefused;
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

/**
 * WeChat's signature and encryption of pushes (its document "message push", safe mode). Our own, because WxJava opens a
 * push without asking for whose mini-program it was sealed.
 */
final class PushCipher {

    private static final int KEY_BYTES = 32;
    private static final int BLOCK = 32;
    private static final int IV = 16;
    private static final int HEAD = IV + Integer.BYTES;

    private final byte[] key;

    /** @throws IllegalArgumentException when it is not WeChat's 43 characters */
    PushCipher(String encodingAesKey) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(encodingAesKey + "=");
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "orderloom.mini-program.push.encoding-aes-key is not the 43 characters of WeChat's page");
        }
        this.key = bytes;
    }

    /** What was sealed, if it was sealed for this mini-program. */
    byte[] open(String sealed, String appId) {
        byte[] plain;
        try {
            Cipher aes = Cipher.getInstance("AES/CBC/NoPadding");
            aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(Arrays.copyOf(key, IV)));
            plain = aes.doFinal(Base64.getDecoder().decode(sealed));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new PushRefused("sealed by another key");
        }
        int padding = plain.length == 0 ? 0 : plain[plain.length - 1];
        int end = plain.length - padding;
        if (padding < 1 || padding > BLOCK || end < HEAD) {
            throw new PushRefused("sealed by another key");
        }
        int length = ByteBuffer.wrap(plain, IV, Integer.BYTES).getInt();
        if (length < 0 || length > end - HEAD) {
            throw new PushRefused("sealed by another key");
        }
        byte[] owner = Arrays.copyOfRange(plain, HEAD + length, end);
        if (!MessageDigest.isEqual(owner, appId.getBytes(StandardCharsets.UTF_8))) {
            throw new PushRefused("for another mini-program");
        }
        return Arrays.copyOfRange(plain, HEAD, HEAD + length);
    }

    /** Lower-case hex of SHA-1 over the sorted parts. */
    static String signature(String... parts) {
        return HexFormat.of()
                .formatHex(digest("SHA-1", Stream.of(parts).sorted().collect(Collectors.joining())));
    }

    /** Whether two signatures are the same, without telling by the time how far they are. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** 64 characters that stand for a text. */
    static String fingerprint(String text) {
        return HexFormat.of().formatHex(digest("SHA-256", text));
    }

    private static byte[] digest(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }
}
