package io.orderloom.shared;

/** The shop's own id of a shopper; never an openid. */
public record ShopperId(String value) implements Comparable<ShopperId> {

    public ShopperId {
        if (value.isBlank() || value.length() > 64) {
            throw new IllegalArgumentException("ShopperId must have 1 to 64 characters");
        }
    }

    @Override
    public int compareTo(ShopperId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
