package io.orderloom.payment.gateway.unionpay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * All key material of the shop as it stands in settings and files at one moment, byte by byte. Two of them are
 * equal when no file has changed, whatever their dates say.
 *
 * @param keyStore the merchant's PKCS#12 file; null where certificate and key are given as texts
 * @param password of the key store
 * @param root UnionPay's root certificates, PEM or DER
 * @param middle its intermediate certificates
 */
record UnionPayKeyTexts(
        @Nullable String certificate,
        @Nullable String privateKey,
        @Nullable String keyStore,
        String password,
        String root,
        String middle) {

    /** @throws IllegalArgumentException when something is missing or a file cannot be read; names the setting */
    static UnionPayKeyTexts read(UnionPaySettings settings) {
        boolean byText = isGiven(settings.certificate()) && isGiven(settings.privateKey());
        Path keyStore = settings.signKeyStorePath();
        if (!byText && keyStore == null) {
            throw new IllegalArgumentException(
                    "orderloom.unionpay.sign-key-store-path is missing (or certificate and private-key)");
        }
        return new UnionPayKeyTexts(
                byText ? settings.certificate() : null,
                byText ? settings.privateKey() : null,
                byText || keyStore == null ? null : read(keyStore, "sign-key-store-path"),
                password(settings),
                text(settings.rootCertificate(), settings.rootCertificatePath(), "root-certificate"),
                text(settings.middleCertificate(), settings.middleCertificatePath(), "middle-certificate"));
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return "UnionPayKeyTexts";
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static String password(UnionPaySettings settings) {
        Path file = settings.signKeyStorePasswordPath();
        return !settings.signKeyStorePassword().isEmpty() || file == null
                ? settings.signKeyStorePassword()
                : read(file, "sign-key-store-password-path").strip();
    }

    private static String text(@Nullable String text, @Nullable Path file, String name) {
        if (text != null && isGiven(text)) {
            return text;
        }
        if (file == null) {
            throw new IllegalArgumentException("orderloom.unionpay." + name + "-path is missing");
        }
        return read(file, name + "-path");
    }

    /** One character for every byte, whatever they mean. */
    private static String read(Path file, String name) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException("orderloom.unionpay." + name + " cannot be read", e);
        }
    }
}
