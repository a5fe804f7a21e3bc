package io.orderloom.payment.gateway.alipay;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Keys that are in use together. Alipay knows one key of an application and goes over to the next when the
 * merchant uploads it there, at a moment that nobody announces: it is found by the first refused signature.
 */
final class AlipayKeyRing {

    private final List<String> privateKeys;
    private final List<String> publicKeys;
    private final AtomicInteger signing = new AtomicInteger();

    private AlipayKeyRing(List<String> privateKeys, List<String> publicKeys) {
        this.privateKeys = privateKeys;
        this.publicKeys = publicKeys;
    }

    /** @throws IllegalArgumentException when a text is no key; names the setting */
    static AlipayKeyRing of(AlipayKeyTexts texts) {
        requireKeys(
                "private-key",
                texts.privateKeys(),
                (rsa, bytes) -> rsa.generatePrivate(new PKCS8EncodedKeySpec(bytes)));
        requireKeys(
                "public-key", texts.publicKeys(), (rsa, bytes) -> rsa.generatePublic(new X509EncodedKeySpec(bytes)));
        return new AlipayKeyRing(texts.privateKeys(), texts.publicKeys());
    }

    int privateKeys() {
        return privateKeys.size();
    }

    /** Which of the private keys signs. */
    int signing() {
        return signing.get();
    }

    /** Alipay refused what this key signed: the next one signs, unless somebody saw to that already. */
    void refused(int which) {
        signing.compareAndSet(which, (which + 1) % privateKeys.size());
    }

    String signingKey() {
        return privateKeys.get(signing.get());
    }

    /** Whether one of Alipay's keys passes the check. */
    boolean isAlipays(Predicate<String> check) {
        return publicKeys.stream().anyMatch(check);
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return privateKeys.size() + " of the application, " + publicKeys.size() + " of Alipay";
    }

    private interface Parser {
        Object parse(KeyFactory rsa, byte[] bytes) throws GeneralSecurityException;
    }

    private static void requireKeys(String name, List<String> keys, Parser parser) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("orderloom.alipay." + name + " is empty");
        }
        for (String key : keys) {
            try {
                parser.parse(KeyFactory.getInstance("RSA"), Base64.getDecoder().decode(key));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                // The cause is left out: it may quote the key.
                throw new IllegalArgumentException("orderloom.alipay." + name + " is no RSA key");
            }
        }
    }
}
