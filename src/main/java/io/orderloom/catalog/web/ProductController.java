package io.orderloom.catalog.web;

import io.orderloom.catalog.Catalog;
import io.orderloom.catalog.Product;
import io.orderloom.catalog.ProductSearch;
import io.orderloom.catalog.Sku;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.SkuId;
import io.orderloom.shared.StockLevels;
import io.orderloom.web.Caller;
import io.orderloom.web.MalformedRequest;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The shop window and its products. */
@RestController
@RequestMapping("/api/v1/products")
class ProductController {

    private static final int MAX_QUERY = 100;

    private final Catalog catalog;
    private final StockLevels stock;

    ProductController(Catalog catalog, StockLevels stock) {
        this.catalog = catalog;
        this.stock = stock;
    }

    @GetMapping
    @Roles({Role.SHOPPER, Role.SHOP, Role.MERCHANT, Role.WAREHOUSE, Role.SERVICE, Role.OPS})
    Page<ProductView> search(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String category,
            @RequestParam(required = false) @Nullable Long minPriceFen,
            @RequestParam(required = false) @Nullable Long maxPriceFen,
            @RequestParam(defaultValue = "relevance") String sort,
            PageRequest page) {
        requirePriceRange(minPriceFen, maxPriceFen);
        ProductSearch search = new ProductSearch(text(q), blankToNull(category), minPriceFen, maxPriceFen, sort(sort));
        Catalog.Finds finds = catalog.search(search, page.page(), page.size());
        return Page.of(page, views(finds.products()), finds.total());
    }

    @GetMapping("/{productId}")
    @Roles({Role.SHOPPER, Role.SHOP, Role.MERCHANT, Role.WAREHOUSE, Role.SERVICE, Role.OPS})
    ProductView get(Caller caller, @PathVariable String productId) {
        Product product = catalog.product(productId);
        if (caller.has(Role.MERCHANT)) {
            return view(product);
        }
        if (!product.onSale()) {
            throw new NotFound();
        }
        return view(product.inWindow());
    }

    @PutMapping("/{productId}")
    @Roles(Role.MERCHANT)
    ResponseEntity<ProductView> put(
            @PathVariable @Pattern(regexp = ProductRequest.ID) String productId,
            @Valid @RequestBody ProductRequest request) {
        boolean isNew = catalog.put(request.toProduct(productId));
        return ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK).body(view(catalog.product(productId)));
    }

    private ProductView view(Product product) {
        return views(List.of(product)).get(0);
    }

    private List<ProductView> views(List<Product> products) {
        List<SkuId> skuIds = products.stream()
                .flatMap(product -> product.skus().stream().map(Sku::skuId))
                .toList();
        Map<SkuId, Integer> available = stock.available(skuIds);
        return products.stream()
                .map(product -> ProductView.of(product, available))
                .toList();
    }

    private static @Nullable String text(@Nullable String q) {
        String text = blankToNull(q);
        if (text != null && text.length() > MAX_QUERY) {
            throw new MalformedRequest("'q' has at most " + MAX_QUERY + " characters.");
        }
        return text;
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static void requirePriceRange(@Nullable Long min, @Nullable Long max) {
        if ((min != null && min < 0) || (max != null && max < 0) || (min != null && max != null && min > max)) {
            throw new MalformedRequest("'minPriceFen' and 'maxPriceFen' are a range of prices in fen.");
        }
    }

    private static ProductSearch.Sort sort(String value) {
        return switch (value) {
            case "relevance" -> ProductSearch.Sort.RELEVANCE;
            case "price" -> ProductSearch.Sort.PRICE_RISING;
            case "-price" -> ProductSearch.Sort.PRICE_FALLING;
            case "sales" -> ProductSearch.Sort.SALES;
            case "newest" -> ProductSearch.Sort.NEWEST;
            default -> throw new MalformedRequest("'sort' is relevance, price, -price, sales or newest.");
        };
    }
}
