package io.orderloom.shared;

/** The merchant's id of one sellable variant, for instance TEE-RED-M. */
public record SkuId(String value) implements Comparable<SkuId> {

    public SkuId {
        if (value.isBlank() || value.length() > 64) {
            throw new IllegalArgumentException("SkuId must have 1 to 64 characters");
        }
    }

    @Override
    public int compareTo(SkuId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
