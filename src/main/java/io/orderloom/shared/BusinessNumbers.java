package io.orderloom.shared;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * Makes business numbers that are unique without coordination: 10 characters of time, 2 of the shop
 * cell, 8 of chance, all of Crockford's base 32, so that they sort by time and fit every gateway's
 * rule for merchant numbers (letters and digits only, UnionPay being the strictest).
 */
public final class BusinessNumbers {

    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z]{8,32}");
    private static final int TIME_LENGTH = 10;
    private static final int CHANCE_LENGTH = 8;

    private final BusinessClock clock;
    private final String cell;
    private final SecureRandom random = new SecureRandom();

    /** @param cell two characters that no other cell of this shop system uses */
    public BusinessNumbers(BusinessClock clock, String cell) {
        if (!cell.matches("[0-9A-Z]{2}")) {
            throw new IllegalArgumentException("A shop cell is two upper-case letters or digits, not '" + cell + "'");
        }
        this.clock = clock;
        this.cell = cell;
    }

    /** A new number of 20 characters. */
    public String next() {
        StringBuilder number = new StringBuilder(TIME_LENGTH + 2 + CHANCE_LENGTH);
        appendBase32(number, clock.now().toEpochMilli(), TIME_LENGTH);
        number.append(cell);
        appendBase32(number, random.nextLong() >>> 24, CHANCE_LENGTH);
        return number.toString();
    }

    static void requireNumber(String value) {
        if (!NUMBER.matcher(value).matches()) {
            throw new IllegalArgumentException("A business number has 8 to 32 letters and digits");
        }
    }

    /** Whether a text from outside could be a business number at all. */
    public static boolean isNumber(String value) {
        return NUMBER.matcher(value).matches();
    }

    private static void appendBase32(StringBuilder target, long bits, int length) {
        for (int position = length - 1; position >= 0; position--) {
            target.append(ALPHABET[(int) (bits >>> (5 * position)) & 31]);
        }
    }
}
