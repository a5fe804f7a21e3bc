package io.orderloom.payment.gateway.alipay;

import io.orderloom.payment.gateway.MerchantNumber;
import io.orderloom.shared.Money;
import io.orderloom.shared.PaymentNo;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Date;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How Alipay writes amounts, times and numbers: yuan with decimals, Beijing's clock without an offset. */
final class AlipayWords {

    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

    /** No sign, no exponent, no third decimal. */
    private static final Pattern YUAN = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,2})?");

    private static final int DECIMALS = 2;

    private AlipayWords() {}

    /** What was told has no meaning for us. */
    static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    static String yuan(Money amount) {
        return BigDecimal.valueOf(amount.fen(), DECIMALS).toPlainString();
    }

    /** Exactly; null stays null. @throws Unreadable when it is no amount in yuan and fen */
    static @Nullable Long fen(@Nullable String yuan) {
        if (yuan == null || yuan.isEmpty()) {
            return null;
        }
        if (!YUAN.matcher(yuan).matches()) {
            throw new Unreadable("the amount cannot be read");
        }
        return new BigDecimal(yuan).movePointRight(DECIMALS).longValueExact();
    }

    /** To the second, rounded down: the gateway may give up earlier than we do, never later. */
    static String time(Instant instant) {
        return TIME.format(instant.atOffset(BEIJING));
    }

    /** @throws Unreadable when it is no time */
    static @Nullable Instant time(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            // Some times come with fractions of a second.
            String whole = text.replaceFirst("\\.[0-9]{1,9}$", "");
            return LocalDateTime.parse(whole, TIME).toInstant(BEIJING);
        } catch (DateTimeException e) {
            throw new Unreadable("a time cannot be read");
        }
    }

    /** The SDK reads times in Beijing's zone. */
    static @Nullable Instant time(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    /** Whether an answer about this payment is meant; an old answer about another must not pass. */
    static boolean isAbout(PaymentNo asked, @Nullable String told) {
        return asked.value().equals(told);
    }

    /** @throws Unreadable when no merchant can have called a payment so */
    static String number(@Nullable String text) {
        return MerchantNumber.of(text).orElseThrow(() -> new Unreadable("the payment has no number"));
    }
}
