package io.orderloom.payment.gateway.wechat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All key material of the shop as it stands in settings and files at one moment. Two of them are equal when
 * no file has changed, whatever their dates say.
 *
 * @param merchantSerial empty: the certificate's
 * @param publicKeys PEM by id, the one that is asked for among them
 * @param apiV3Keys the first is the current one
 */
record WeChatPayKeyTexts(
        String merchantSerial,
        @Nullable String merchantCertificate,
        String privateKey,
        String publicKeyId,
        Map<String, String> publicKeys,
        List<String> apiV3Keys) {

    private static final String PEM = ".pem";

    /** @throws IllegalArgumentException when something is missing or a file cannot be read; names the setting */
    static WeChatPayKeyTexts read(WeChatPaySettings settings) {
        boolean byPublicKey = settings.verification().byPublicKey();
        String id = byPublicKey
                ? text(settings.publicKeyId(), settings.publicKeyIdPath(), "public-key-id")
                        .strip()
                : "";
        return new WeChatPayKeyTexts(
                settings.merchantSerialNumber(),
                certificate(settings),
                text(settings.privateKey(), settings.privateKeyPath(), "private-key"),
                id,
                byPublicKey ? publicKeys(settings, id) : Map.of(),
                text(settings.apiV3Key(), settings.apiV3KeyPath(), "api-v3-key")
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList());
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return "WeChatPayKeyTexts[publicKeys=" + publicKeys.keySet() + "]";
    }

    private static @Nullable String certificate(WeChatPaySettings settings) {
        Path file = settings.merchantCertificatePath();
        if (file != null) {
            return read(file, "merchant-certificate");
        }
        if (settings.merchantSerialNumber().isBlank()) {
            throw missing("merchant-serial-number", "merchant-certificate-path");
        }
        return null;
    }

    private static Map<String, String> publicKeys(WeChatPaySettings settings, String id) {
        Map<String, String> keys = new TreeMap<>();
        Path directory = settings.publicKeysPath();
        if (directory != null) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.getFileName().toString().endsWith(PEM))
                        .forEach(file -> {
                            String name = file.getFileName().toString();
                            keys.put(name.substring(0, name.length() - PEM.length()), read(file, "public-keys"));
                        });
            } catch (IOException | UncheckedIOException e) {
                throw new IllegalArgumentException("orderloom.wechat-pay.public-keys-path cannot be read", e);
            }
        }
        boolean given = settings.publicKeyPath() != null
                || (settings.publicKey() != null && !settings.publicKey().isBlank());
        if (given || !keys.containsKey(id)) {
            keys.put(id, text(settings.publicKey(), settings.publicKeyPath(), "public-key"));
        }
        return keys;
    }

    private static String text(@Nullable String text, @Nullable Path file, String name) {
        if (text != null && !text.isBlank()) {
            return text;
        }
        if (file == null) {
            throw missing(name, name + "-path");
        }
        return read(file, name);
    }

    private static String read(Path file, String name) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("orderloom.wechat-pay." + name + "-path cannot be read", e);
        }
    }

    private static IllegalArgumentException missing(String name, String other) {
        return new IllegalArgumentException(
                "orderloom.wechat-pay." + name + " or orderloom.wechat-pay." + other + " is missing");
    }
}
