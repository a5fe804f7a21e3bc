package io.orderloom.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.catalog.Catalog;
import io.orderloom.catalog.Category;
import io.orderloom.catalog.Product;
import io.orderloom.catalog.Sku;
import io.orderloom.customer.Shoppers;
import io.orderloom.engine.Transactions;
import io.orderloom.inventory.Stock;
import io.orderloom.pricing.CouponTemplate;
import io.orderloom.pricing.Coupons;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.Money;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Furnishes an empty shop from {@code demo/shop.json} before the first request is served: products with
 * pictures, stock, and coupons in the hands of alice, bob and carol. A shop that has categories is left alone.
 */
@Component
@OnlyInDemo
class DemoShop implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(DemoShop.class);

    private static final String SEED = "/demo/shop.json";
    private static final Duration COUPON_LIFE = Duration.ofDays(3650);

    record Seed(List<ShelfSeed> categories, List<ProductSeed> products, CouponSeed coupon, List<String> shoppers) {}

    record ShelfSeed(String categoryId, String name, String nameEn) {}

    record ProductSeed(
            String productId,
            String category,
            String name,
            String nameEn,
            String description,
            String descriptionEn,
            String image,
            List<SkuSeed> skus) {}

    record SkuSeed(String skuId, LinkedHashMap<String, String> specs, long priceFen, long listPriceFen, int onHand) {}

    record CouponSeed(
            String templateId, String name, String nameEn, long amountFen, long thresholdFen, int perShopper) {}

    private final Catalog catalog;
    private final Stock stock;
    private final Coupons coupons;
    private final Shoppers shoppers;
    private final Transactions transactions;
    private final BusinessClock clock;

    DemoShop(
            Catalog catalog,
            Stock stock,
            Coupons coupons,
            Shoppers shoppers,
            Transactions transactions,
            BusinessClock clock) {
        this.catalog = catalog;
        this.stock = stock;
        this.coupons = coupons;
        this.shoppers = shoppers;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        transactions.run(this::furnishIfEmpty);
    }

    private void furnishIfEmpty() {
        if (!catalog.categories().isEmpty()) {
            return;
        }
        Seed seed = read();
        int sortOrder = 0;
        for (ShelfSeed shelf : seed.categories()) {
            catalog.put(new Category(shelf.categoryId(), shelf.name(), shelf.nameEn(), sortOrder++));
        }
        seed.products().forEach(this::put);
        handOut(seed.coupon(), seed.shoppers().stream().map(ShopperId::new).toList());
        log.info("The demo shop was furnished with {} products", seed.products().size());
    }

    private void put(ProductSeed product) {
        catalog.put(new Product(
                product.productId(),
                product.category(),
                product.name(),
                product.nameEn(),
                product.description(),
                product.descriptionEn(),
                List.of(product.image()),
                true,
                product.skus().stream()
                        .map(sku -> new Sku(
                                new SkuId(sku.skuId()),
                                sku.specs(),
                                Money.ofFen(sku.priceFen()),
                                Money.ofFen(sku.listPriceFen()),
                                true))
                        .toList()));
        product.skus().forEach(sku -> stock.count(new SkuId(sku.skuId()), sku.onHand()));
    }

    private void handOut(CouponSeed coupon, List<ShopperId> everyone) {
        Instant now = clock.now();
        coupons.make(new CouponTemplate(
                coupon.templateId(),
                coupon.name(),
                coupon.nameEn(),
                Money.ofFen(coupon.amountFen()),
                Money.ofFen(coupon.thresholdFen()),
                false,
                now,
                now.plus(COUPON_LIFE)));
        everyone.forEach(shoppers::ensure);
        coupons.grant(coupon.templateId(), everyone, coupon.perShopper());
    }

    private static Seed read() {
        try (InputStream seed = Objects.requireNonNull(DemoShop.class.getResourceAsStream(SEED), SEED)) {
            return new ObjectMapper().readValue(seed, Seed.class);
        } catch (IOException e) {
            throw new UncheckedIOException("The demo shop cannot be read from " + SEED, e);
        }
    }
}
