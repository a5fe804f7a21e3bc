package io.orderloom.sandbox.wechatpay;

import io.orderloom.sandbox.crypto.KeySeries;
import io.orderloom.sandbox.crypto.KeySeries.Step;
import io.orderloom.sandbox.crypto.Pem;
import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.crypto.Rsa;
import io.orderloom.sandbox.crypto.SelfSigned;
import io.orderloom.sandbox.wechatpay.WechatPaySettings.PlatformCertificate;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The keys of both sides that count at this moment. A new one is announced first, then used, and at last the
 * former ones are retired; a restart of the sandbox begins with its first keys again.
 */
final class WechatPayKeyring {

    /** What can be replaced. */
    enum Kind {
        /** WeChat Pay's public key. */
        PUBLIC_KEY,
        /** WeChat Pay's platform certificate. */
        CERTIFICATE,
        /** The merchant's API key with its certificate. */
        MERCHANT_KEY,
        API_V3_KEY
    }

    /** By what WeChat Pay signs what it tells. */
    enum SignWith {
        PUBLIC_KEY,
        CERTIFICATE,
        /** Now one, now the other, as while a merchant goes over to the public key. */
        EITHER
    }

    /** A key that signs, under the name that {@code Wechatpay-Serial} tells. */
    record Signing(String serial, PrivateKey privateKey) {}

    private final KeySeries<Signing> publicKeys;
    private final KeySeries<PlatformCertificate> certificates;
    private final KeySeries<Map.Entry<String, PublicKey>> merchantKeys;
    private final KeySeries<String> apiV3Keys;
    private SignWith signWith;

    WechatPayKeyring(WechatPaySettings settings) {
        publicKeys = new KeySeries<>(List.of(new Signing(settings.publicKeyId(), settings.privateKey())));
        certificates = new KeySeries<>(
                Optional.ofNullable(settings.certificate()).map(List::of).orElseGet(List::of));
        merchantKeys =
                new KeySeries<>(List.of(Map.entry(settings.merchantCertificateSerial(), settings.merchantPublicKey())));
        apiV3Keys = new KeySeries<>(List.of(settings.apiV3Key()));
        signWith = settings.certificate() == null ? SignWith.PUBLIC_KEY : SignWith.EITHER;
    }

    /** The key of the merchant's certificate with this serial. */
    synchronized Optional<PublicKey> merchantKey(String serial) {
        return merchantKeys.valid().stream()
                .filter(key -> key.getKey().equals(serial))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** All keys under which the merchant may sign what its client app shows. */
    synchronized List<PublicKey> merchantKeys() {
        return merchantKeys.valid().stream().map(Map.Entry::getValue).toList();
    }

    synchronized String apiV3Key() {
        return apiV3Keys.used().orElseThrow();
    }

    /** Oldest first; none for merchants of the public key. */
    synchronized List<PlatformCertificate> certificates() {
        return certificates.valid();
    }

    /** The key that a call asks for; the usual one when it asks for none that counts. */
    synchronized Signing asked(String serial) {
        return publicKeys.valid().stream()
                .filter(key -> key.serial().equals(serial))
                .findFirst()
                .or(() -> certificates.valid().stream()
                        .filter(certificate -> certificate.serial().equals(serial))
                        .map(WechatPayKeyring::signing)
                        .findFirst())
                .orElseGet(() -> usual(signWith == SignWith.CERTIFICATE));
    }

    /** The key under which something is told that nobody asked for. */
    synchronized Signing telling() {
        return usual(
                switch (signWith) {
                    case PUBLIC_KEY -> false;
                    case CERTIFICATE -> true;
                    case EITHER -> ThreadLocalRandom.current().nextBoolean();
                });
    }

    /** The certificate that signs the list of certificates. */
    synchronized Signing certificate() {
        return certificates.used().map(WechatPayKeyring::signing).orElseThrow();
    }

    synchronized void signWith(SignWith with) {
        signWith = with;
    }

    synchronized SignWith signWith() {
        return signWith;
    }

    /**
     * Takes a step.
     *
     * @return what a new key's owner has to know, by the names of the service's settings; empty for other steps
     */
    synchronized Map<String, String> take(Kind kind, Step step) {
        if (step == Step.ANNOUNCE) {
            return announced(kind);
        }
        KeySeries<?> series =
                switch (kind) {
                    case PUBLIC_KEY -> publicKeys;
                    case CERTIFICATE -> certificates;
                    case MERCHANT_KEY -> merchantKeys;
                    case API_V3_KEY -> apiV3Keys;
                };
        series.take(step);
        return Map.of();
    }

    private Map<String, String> announced(Kind kind) {
        Map<String, String> told = new TreeMap<>();
        switch (kind) {
            case PUBLIC_KEY -> {
                KeyPair pair = Rsa.generate();
                String id = "PUB_KEY_ID_0" + Randoms.digits(32);
                publicKeys.add(new Signing(id, pair.getPrivate()));
                told.put("public-key-id", id);
                told.put("public-key", Pem.publicKey(pair.getPublic()));
            }
            case CERTIFICATE -> {
                KeyPair pair = Rsa.generate();
                String pem = SelfSigned.certificate("Tenpay.com sandbox", pair);
                String serial = SelfSigned.serial(pem);
                certificates.add(new PlatformCertificate(serial, pem, pair.getPrivate()));
                told.put("serial", serial);
            }
            case MERCHANT_KEY -> {
                KeyPair pair = Rsa.generate();
                String pem = SelfSigned.certificate("Sandbox merchant", pair);
                String serial = SelfSigned.serial(pem);
                merchantKeys.add(Map.entry(serial, pair.getPublic()));
                told.put("merchant-serial-number", serial);
                told.put("merchant-certificate", pem);
                told.put("private-key", Pem.privateKey(pair.getPrivate()));
            }
            case API_V3_KEY -> {
                String key = Randoms.alphanumeric(32);
                apiV3Keys.add(key);
                told.put("api-v3-key", key);
            }
        }
        return told;
    }

    private Signing usual(boolean byCertificate) {
        return byCertificate ? certificate() : publicKeys.used().orElseThrow();
    }

    private static Signing signing(PlatformCertificate certificate) {
        return new Signing(certificate.serial(), certificate.privateKey());
    }
}
