package io.orderloom.catalog.web;

import io.orderloom.catalog.Product;
import io.orderloom.catalog.Sku;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.Problem;
import io.orderloom.shared.SkuId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A product as a merchant writes it.
 *
 * @param images addresses on this shop or under https
 * @param onSale true when absent
 * @param skus all variants; one that was there and is not named goes off sale
 */
record ProductRequest(
        @NotBlank @Size(max = 120) String name,
        @Nullable @Size(max = 120) String nameEn,
        @Nullable @Size(max = 4000) String description,
        @Nullable @Size(max = 4000) String descriptionEn,

        @Nullable @Size(max = 20)
        List<@NotBlank @Size(max = 512) @Pattern(regexp = "(https://|/)[^\\s\"'<>\\\\]*") String> images,

        @NotBlank @Size(max = 32) String category,
        @Nullable Boolean onSale,
        @NotEmpty @Size(max = 200) List<@NotNull @Valid Variant> skus) {

    static final String ID = "[A-Za-z0-9_-]{1,32}";

    private static final long MAX_PRICE_FEN = 100_000_000;

    /**
     * @param priceFen what one unit costs, in fen
     * @param listPriceFen what it costs without an offer; the price when absent
     * @param onSale true when absent
     */
    record Variant(
            @NotBlank @Pattern(regexp = "[A-Za-z0-9._-]{1,64}")
            String skuId,

            @Nullable @Size(max = 10) Map<@NotBlank @Size(max = 40) String, @NotBlank @Size(max = 80) String> specs,
            @NotNull @Min(0) @Max(MAX_PRICE_FEN) Long priceFen,
            @Nullable @Min(0) @Max(MAX_PRICE_FEN) Long listPriceFen,
            @Nullable Boolean onSale) {

        Sku toSku() {
            return new Sku(
                    new SkuId(skuId),
                    specs == null ? Map.of() : specs,
                    Money.ofFen(priceFen),
                    Money.ofFen(listPriceFen == null ? priceFen : listPriceFen),
                    onSale == null || onSale);
        }
    }

    /** @throws InvalidRequest when variants contradict each other or themselves */
    Product toProduct(String productId) {
        List<Problem.At> errors = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < skus.size(); i++) {
            Variant variant = skus.get(i);
            if (!seen.add(variant.skuId())) {
                errors.add(new Problem.At("/skus/" + i + "/skuId", "DUPLICATE", "This SKU is named twice."));
            }
            if (variant.listPriceFen() != null && variant.listPriceFen() < variant.priceFen()) {
                errors.add(new Problem.At(
                        "/skus/" + i + "/listPriceFen", "OUT_OF_RANGE", "The list price is not below the price."));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequest(errors);
        }
        return new Product(
                productId,
                category,
                name.strip(),
                nameEn == null ? "" : nameEn.strip(),
                description == null ? "" : description,
                descriptionEn == null ? "" : descriptionEn,
                images == null ? List.of() : images,
                onSale == null || onSale,
                skus.stream().map(Variant::toSku).toList());
    }
}
