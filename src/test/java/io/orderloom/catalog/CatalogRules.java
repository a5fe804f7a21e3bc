package io.orderloom.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.catalog.ProductSearch.Sort;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.SkuId;
import io.orderloom.testing.SlimContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for the catalogue on every database the service runs on. */
abstract class CatalogRules {

    abstract SlimContext context();

    @BeforeEach
    void furnish() {
        context().transactions().executeWithoutResult(tx -> {
            context().jdbc().sql("DELETE FROM skus").update();
            context().jdbc().sql("DELETE FROM products").update();
            context().jdbc().sql("DELETE FROM categories").update();
        });
        catalog().put(new Category("tea", "茶", "Tea", 1));
        catalog().put(new Category("apparel", "服饰", "Apparel", 0));
        catalog().put(product("TEE", "apparel", "纯棉T恤", "Cotton tee", sku("TEE-S", 9_900), sku("TEE-L", 10_900)));
        context().clock().advance(Duration.ofMinutes(1));
        catalog().put(product("GREEN", "tea", "龙井绿茶", "Longjing 100% green", sku("GREEN-100", 16_800)));
        context().clock().advance(Duration.ofMinutes(1));
        catalog().put(product("SOCKS", "apparel", "棉袜", "Socks 😀", sku("SOCKS-3", 5_001)));
    }

    @Test
    void categoriesComeInTheMerchantsOrderAndCanBeRenamed() {
        assertThat(catalog().categories()).extracting(Category::categoryId).containsExactly("apparel", "tea");

        assertThat(catalog().put(new Category("tea", "茶与咖啡", "Tea and coffee", -1)))
                .isFalse();

        assertThat(catalog().categories().get(0)).isEqualTo(new Category("tea", "茶与咖啡", "Tea and coffee", -1));
    }

    @Test
    void aProductComesBackAsItWasPut() {
        Map<String, String> specs = new LinkedHashMap<>();
        specs.put("颜色", "红 😀");
        specs.put("尺码", "M");
        Product product = new Product(
                "CAP",
                "apparel",
                "帽子",
                "Cap",
                "好看。",
                "Nice.",
                List.of("/images/a.svg", "https://example.com/b.png"),
                true,
                List.of(new Sku(new SkuId("CAP-1"), specs, Money.ofFen(7_900), Money.ofFen(9_900), true)));

        assertThat(catalog().put(product)).isTrue();

        assertThat(catalog().product("CAP")).isEqualTo(product);
        assertThat(catalog().product("CAP").skus().get(0).specs().keySet()).containsExactly("颜色", "尺码");
        assertThatThrownBy(() -> catalog().product("cap")).isInstanceOf(NotFound.class);
    }

    @Test
    void aVariantThatIsNoLongerNamedGoesOffSaleAndStaysKnown() {
        catalog().put(product("TEE", "apparel", "纯棉T恤", "Cotton tee", sku("TEE-L", 11_900)));

        Product product = catalog().product("TEE");
        assertThat(product.inWindow().skus()).extracting(Sku::skuId).containsExactly(new SkuId("TEE-L"));
        assertThat(product.skus()).hasSize(2);
        assertThat(catalog().knows(new SkuId("TEE-S"))).isTrue();
        assertThat(catalog().skus(List.of(new SkuId("TEE-S"), new SkuId("TEE-L"), new SkuId("NONE"))))
                .hasSize(2)
                .containsEntry(
                        new SkuId("TEE-S"), new PricedSku(new SkuId("TEE-S"), "TEE", "纯棉T恤", Money.ofFen(9_900), false))
                .containsEntry(
                        new SkuId("TEE-L"),
                        new PricedSku(new SkuId("TEE-L"), "TEE", "纯棉T恤", Money.ofFen(11_900), true));
    }

    @Test
    void aSkuBelongsToOneProduct() {
        assertThatThrownBy(() -> catalog().put(product("OTHER", "tea", "别的", "", sku("TEE-S", 1), sku("NEW", 1))))
                .isInstanceOf(SkuTaken.class);

        assertThatThrownBy(() -> catalog().product("OTHER")).isInstanceOf(NotFound.class);
    }

    @Test
    void aProductNeedsACategoryThatIsThere() {
        assertThatThrownBy(() -> catalog().put(product("OTHER", "toys", "别的", "", sku("NEW", 1))))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    void searchFindsChineseAndEnglishWordsWhateverTheirCase() {
        assertThat(found("绿茶")).containsExactly("GREEN");
        assertThat(found("COTTON")).containsExactly("TEE");
        assertThat(found("棉")).containsExactlyInAnyOrder("TEE", "SOCKS");
        assertThat(found("😀")).containsExactly("SOCKS");
        assertThat(found("nothing of the kind")).isEmpty();
    }

    @Test
    void signsOfTheSearchLanguageAreJustSigns() {
        assertThat(found("100%")).containsExactly("GREEN");
        assertThat(found("%")).containsExactly("GREEN");
        assertThat(found("_")).isEmpty();
        assertThat(found("!")).isEmpty();
        assertThat(found("' OR 1=1 --")).isEmpty();
    }

    @Test
    void filtersAndSortsSelectAndOrder() {
        assertThat(ids(new ProductSearch(null, "apparel", null, null, Sort.NEWEST)))
                .containsExactly("SOCKS", "TEE");
        assertThat(ids(new ProductSearch(null, null, 10_000L, null, Sort.PRICE_RISING)))
                .containsExactly("TEE", "GREEN");
        assertThat(ids(new ProductSearch(null, null, null, 9_900L, Sort.PRICE_FALLING)))
                .containsExactly("TEE", "SOCKS");
        assertThat(ids(new ProductSearch(null, null, 10_000L, 16_799L, Sort.SALES)))
                .containsExactly("TEE");
        assertThat(ids(new ProductSearch(null, "toys", null, null, Sort.RELEVANCE)))
                .isEmpty();
    }

    @Test
    void pagesFollowOneAnotherWithoutGapOrRepeat() {
        ProductSearch all = new ProductSearch(null, null, null, null, Sort.PRICE_RISING);

        assertThat(catalog().search(all, 0, 2).products())
                .extracting(Product::productId)
                .containsExactly("SOCKS", "TEE");
        assertThat(catalog().search(all, 1, 2).products())
                .extracting(Product::productId)
                .containsExactly("GREEN");
        assertThat(catalog().search(all, 2, 2)).isEqualTo(new Catalog.Finds(List.of(), 3));
    }

    @Test
    void whatIsOffSaleIsNotFound() {
        Product socks = catalog().product("SOCKS");
        catalog().put(new Product("SOCKS", "apparel", "棉袜", "", "", "", List.of(), false, socks.skus()));

        assertThat(found("棉")).containsExactly("TEE");
        assertThat(catalog().skus(List.of(new SkuId("SOCKS-3"))).get(new SkuId("SOCKS-3")))
                .isEqualTo(new PricedSku(new SkuId("SOCKS-3"), "SOCKS", "棉袜", Money.ofFen(5_001), false));
    }

    private Catalog catalog() {
        return context().get(Catalog.class);
    }

    private List<String> found(@Nullable String text) {
        return ids(new ProductSearch(text, null, null, null, Sort.RELEVANCE));
    }

    private List<String> ids(ProductSearch search) {
        return catalog().search(search, 0, 20).products().stream()
                .map(Product::productId)
                .toList();
    }

    private static Sku sku(String id, long priceFen) {
        return new Sku(new SkuId(id), Map.of(), Money.ofFen(priceFen), Money.ofFen(priceFen), true);
    }

    private static Product product(String id, String category, String name, String nameEn, Sku... skus) {
        return new Product(id, category, name, nameEn, "", "", List.of(), true, List.of(skus));
    }
}
