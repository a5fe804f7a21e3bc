package io.orderloom.payment.gateway.alipay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All key material of the shop as it stands in settings and files at one moment, each key in one line of Base64
 * as the SDK wants it. Two of them are equal when no file has changed, whatever their dates say.
 *
 * @param privateKeys the first signs, unless Alipay has gone over to a later one
 * @param publicKeys Alipay's; each is believed
 */
record AlipayKeyTexts(List<String> privateKeys, List<String> publicKeys) {

    private static final Pattern END_OF_KEY = Pattern.compile("-----END [A-Z ]+-----");
    private static final Pattern NO_BASE64 = Pattern.compile("-----[A-Z ]+-----|\\s");

    /** A longer line holds a whole key; shorter ones are pieces of one. */
    private static final int LONGEST_PIECE = 80;

    /** @throws IllegalArgumentException when something is missing or a file cannot be read; names the setting */
    static AlipayKeyTexts read(AlipaySettings settings) {
        return new AlipayKeyTexts(
                keys(text(settings.privateKey(), settings.privateKeyPath(), "private-key")),
                keys(text(settings.publicKey(), settings.publicKeyPath(), "public-key")));
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return "AlipayKeyTexts";
    }

    /** Keys in PEM one after the other, or one in every line. */
    private static List<String> keys(String text) {
        Stream<String> each = text.contains("-----")
                ? END_OF_KEY.splitAsStream(text)
                : text.lines().anyMatch(line -> line.length() > LONGEST_PIECE) ? text.lines() : Stream.of(text);
        return each.map(key -> NO_BASE64.matcher(key).replaceAll(""))
                .filter(key -> !key.isEmpty())
                .toList();
    }

    private static String text(@Nullable String text, @Nullable Path file, String name) {
        if (text != null && !text.isBlank()) {
            return text;
        }
        if (file == null) {
            throw new IllegalArgumentException(
                    "orderloom.alipay." + name + " or orderloom.alipay." + name + "-path is missing");
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("orderloom.alipay." + name + "-path cannot be read", e);
        }
    }
}
