package io.orderloom.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a shopper looks for; what is null does not restrict.
 *
 * @param text part of a name or description, in Chinese or English
 * @param minPriceFen at least one variant costs that much or more
 * @param maxPriceFen at least one variant costs that much or less
 */
public record ProductSearch(
        @Nullable String text,
        @Nullable String categoryId,
        @Nullable Long minPriceFen,
        @Nullable Long maxPriceFen,
        Sort sort) {

    /** In which order the finds are shown; ties by product id. */
    public enum Sort {
        RELEVANCE,
        PRICE_RISING,
        PRICE_FALLING,
        SALES,
        NEWEST
    }
}
