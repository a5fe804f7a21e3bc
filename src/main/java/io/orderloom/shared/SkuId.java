package io.orderloom.shared;

/** The merchant's id of one sellable variant, for instance TEE-RED-M. */
public record SkuId(String value) implements Comparable<SkuId> {

    private static final int MAX_LENGTH = 64;

    public SkuId {
        if (value.isBlank() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("SkuId must have 1 to 64 characters");
        }
    }

    /**
     * Reads an id that came with a request.
     *
     * @throws NotFound when no SKU can have it, which is the same as an absent one
     */
    public static SkuId orNotFound(String text) {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw new NotFound();
        }
        return new SkuId(text);
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
