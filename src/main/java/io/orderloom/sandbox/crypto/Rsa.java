package io.orderloom.sandbox.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/** RSA-2048 with SHA-256 in Base64, the signature of every gateway in this box. */
public final class Rsa {

    private Rsa() {}

    public static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no RSA", e);
        }
    }

    /** So many key pairs, made side by side: each takes a core half a second or more in a JVM that has just started. */
    public static List<KeyPair> generate(int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(number -> generate())
                .toList();
    }

    public static String sign(PrivateKey key, byte[] text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot sign", e);
        }
    }

    /** False also for a signature that is no Base64 or has the wrong length. */
    public static boolean verifies(PublicKey key, byte[] text, String base64) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update(text);
            return signature.verify(Base64.getDecoder().decode(base64));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
