package io.orderloom.pricing;

/** The id of one coupon in one shopper's hands (a grant, not its template). */
public record CouponId(String value) implements Comparable<CouponId> {

    public CouponId {
        if (value.isBlank() || value.length() > 32) {
            throw new IllegalArgumentException("CouponId must have 1 to 32 characters");
        }
    }

    @Override
    public int compareTo(CouponId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
