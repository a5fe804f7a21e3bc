package io.orderloom.shared;

/**
 * An amount in fen (1/100 yuan) of the one currency a shop sells in.
 *
 * @param fen the amount; may be negative in differences, never in prices
 */
public record Money(long fen) implements Comparable<Money> {

    /** ISO 4217 code of every amount in this product. */
    public static final String CURRENCY = "CNY";

    public static final Money ZERO = new Money(0);

    public static Money ofFen(long fen) {
        return new Money(fen);
    }

    /** @throws ArithmeticException when the sum does not fit a long */
    public Money plus(Money other) {
        return new Money(Math.addExact(fen, other.fen));
    }

    /** @throws ArithmeticException when the difference does not fit a long */
    public Money minus(Money other) {
        return new Money(Math.subtractExact(fen, other.fen));
    }

    /** @throws ArithmeticException when the product does not fit a long */
    public Money times(int quantity) {
        return new Money(Math.multiplyExact(fen, quantity));
    }

    public boolean isZero() {
        return fen == 0;
    }

    public boolean isPositive() {
        return fen > 0;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(fen, other.fen);
    }
}
