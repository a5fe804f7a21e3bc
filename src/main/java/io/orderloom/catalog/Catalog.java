package io.orderloom.catalog;

import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.SkuDirectory;
import io.orderloom.shared.SkuId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows the shop window, and lets merchants furnish it. */
@Service
public class Catalog implements SkuDirectory {

    /**
     * One page of finds.
     *
     * @param total how many products match in all
     */
    public record Finds(List<Product> products, long total) {}

    private final CatalogRows rows;

    Catalog(CatalogRows rows) {
        this.rows = rows;
    }

    /** Every category in the order of showing. */
    public List<Category> categories() {
        return rows.categories();
    }

    /** Products on sale that match, with their variants on sale. */
    public Finds search(ProductSearch search, int page, int size) {
        long total = rows.count(search);
        if (total <= (long) page * size) {
            return new Finds(List.of(), total);
        }
        return new Finds(
                rows.search(search, page, size).stream().map(Product::inWindow).toList(), total);
    }

    /**
     * One product with all its variants.
     *
     * @throws NotFound when the shop has no such product
     */
    public Product product(String productId) {
        return rows.product(productId).orElseThrow(NotFound::new);
    }

    /** Names, prices and sale state of those SKUs that exist. One statement, never cached: a price is money. */
    public Map<SkuId, PricedSku> skus(Collection<SkuId> skuIds) {
        return skuIds.isEmpty() ? Map.of() : rows.priced(skuIds);
    }

    @Override
    public boolean knows(SkuId skuId) {
        return skus(List.of(skuId)).containsKey(skuId);
    }

    /**
     * Makes or replaces a category.
     *
     * @return whether it is new
     */
    @Transactional
    public boolean put(Category category) {
        if (rows.update(category)) {
            return false;
        }
        rows.insert(category);
        return true;
    }

    /**
     * Makes or replaces a product. Variants that are no longer named go off sale.
     *
     * @return whether it is new
     * @throws InvalidRequest when there is no such category
     * @throws SkuTaken when a variant belongs to another product
     */
    @Transactional
    public boolean put(Product product) {
        if (!rows.hasCategory(product.categoryId())) {
            throw new InvalidRequest("/category", "UNKNOWN_CATEGORY", "There is no such category.");
        }
        List<SkuId> ids = product.skus().stream().map(Sku::skuId).toList();
        List<SkuId> taken = rows.ownedByOthers(product.productId(), ids);
        if (!taken.isEmpty()) {
            throw new SkuTaken(taken);
        }
        boolean isNew = !rows.update(product);
        if (isNew) {
            rows.insert(product);
        }
        rows.takeOffSale(product.productId());
        int sortOrder = 0;
        for (Sku sku : product.skus()) {
            rows.put(product.productId(), sku, sortOrder++);
        }
        return isNew;
    }
}
