package io.orderloom.pricing;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Splits an amount over lines in proportion to their values by the largest remainder: every line gets
 * its share rounded down, and the fen that are left go to the largest remainders, ties to the line that
 * comes first.
 */
final class Shares {

    private Shares() {}

    /**
     * @param amount 0 to the sum of the values, in fen
     * @param values not negative, in fen
     * @return one share per value, together the amount, none above its value
     */
    static long[] split(long amount, long[] values) {
        long total = Arrays.stream(values).reduce(0, Math::addExact);
        if (amount < 0 || amount > total || Arrays.stream(values).anyMatch(value -> value < 0)) {
            throw new IllegalArgumentException("Cannot split " + amount + " over values that sum to " + total);
        }
        long[] shares = new long[values.length];
        if (amount == 0) {
            return shares;
        }
        BigInteger[] remainders = new BigInteger[values.length];
        long left = amount;
        for (int i = 0; i < values.length; i++) {
            BigInteger[] exact = BigInteger.valueOf(amount)
                    .multiply(BigInteger.valueOf(values[i]))
                    .divideAndRemainder(BigInteger.valueOf(total));
            shares[i] = exact[0].longValueExact();
            remainders[i] = exact[1];
            left -= shares[i];
        }
        // Fewer fen are left than lines have a remainder, so each goes to a line with room for it.
        IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.<Integer, BigInteger>comparing(i -> remainders[i])
                        .reversed())
                .limit(left)
                .forEach(i -> shares[i]++);
        return shares;
    }
}
