package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.RunningService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A shopper looks around, a merchant furnishes, and money is quoted, all over HTTP. */
class ShopWindowTest {

    private static final String PRODUCTS = "/api/v1/products";
    private static final String QUOTES = "/api/v1/quotes";

    private final RunningService service = RunningService.shared();
    private final String shopperId = "window-" + UUID.randomUUID();
    private final Api shop = service.api().as("demo-shop").forShopper(shopperId);
    private final Api merchant = service.api().as("demo-merchant");
    private final String mark = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void theDemoShopIsFurnishedAsPromised() throws Exception {
        List<JsonNode> products = new ArrayList<>();
        shop.get(PRODUCTS + "?size=100").body().path("items").forEach(products::add);
        List<JsonNode> skus = new ArrayList<>();
        products.forEach(product -> product.path("skus").forEach(skus::add));
        Set<String> categories = new HashSet<>();
        products.forEach(product -> categories.add(product.path("category").asText()));

        assertThat(products).hasSizeGreaterThanOrEqualTo(12);
        assertThat(categories).hasSizeGreaterThanOrEqualTo(4);
        assertThat(skus)
                .filteredOn(sku -> sku.path("priceFen").asLong() < 20_000
                        && sku.path("available").asInt() >= 100)
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(shop.get("/api/v1/coupons").body().path("total").asInt()).isZero();
        assertThat(service.api()
                        .as("demo-shop")
                        .forShopper("carol")
                        .get("/api/v1/coupons")
                        .body()
                        .path("items"))
                .anySatisfy(coupon -> {
                    assertThat(coupon.path("amountFen").asLong()).isEqualTo(3_000);
                    assertThat(coupon.path("usable").asBoolean()).isTrue();
                });
        for (JsonNode product : products) {
            for (JsonNode image : product.path("images")) {
                HttpResponse<Void> picture = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(service.url() + image.asText()))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding());
                assertThat(picture.statusCode()).as(image.asText()).isEqualTo(200);
            }
        }
    }

    @Test
    void whatAMerchantPutsIsFoundWithItsStockAndLeavesTheWindowWhenTakenOffSale() {
        String category = "/api/v1/categories/c-" + mark;
        assertThat(merchant.put(category, Map.of("name", "玩具", "nameEn", "Toys"))
                        .status())
                .isEqualTo(201);
        assertThat(merchant.put(category, Map.of("name", "玩具", "nameEn", "Toys"))
                        .status())
                .isEqualTo(200);
        assertThat(merchant.put(PRODUCTS + "/P" + mark, product("风筝 " + mark, true))
                        .status())
                .isEqualTo(201);
        assertThat(service.api()
                        .as("demo-warehouse")
                        .put("/api/v1/stock/SKU-" + mark, Map.of("onHand", 7))
                        .body()
                        .path("available")
                        .asInt())
                .isEqualTo(7);

        JsonNode found = shop.get(PRODUCTS + "?q=" + mark + "&category=c-" + mark + "&sort=-price")
                .body();
        assertThat(found.path("total").asInt()).isOne();
        JsonNode sku = shop.get(PRODUCTS + "/P" + mark).body().path("skus").path(0);
        assertThat(sku.path("available").asInt()).isEqualTo(7);
        assertThat(sku.path("priceFen").asLong()).isEqualTo(1_234);
        assertThat(sku.path("listPriceFen").asLong()).isEqualTo(1_234);

        assertThat(merchant.put(PRODUCTS + "/P" + mark, product("风筝 " + mark, false))
                        .status())
                .isEqualTo(200);
        assertThat(shop.get(PRODUCTS + "/P" + mark).status()).isEqualTo(404);
        assertThat(merchant.get(PRODUCTS + "/P" + mark).status()).isEqualTo(200);
        Answer quote = shop.post(QUOTES, basket("SKU-" + mark, 1));
        assertThat(quote.status()).isEqualTo(422);
        assertThat(quote.body().path("errors").path(0).path("code").asText()).isEqualTo("SKU_OFF_SALE");
    }

    @Test
    void onlyTheRightRolesFurnishAndCount() {
        assertThat(shop.put(PRODUCTS + "/TEE", product("x", true)).status()).isEqualTo(403);
        assertThat(shop.put("/api/v1/categories/tea", Map.of("name", "x")).status())
                .isEqualTo(403);
        assertThat(shop.get("/api/v1/stock/TEE-RED-M").status()).isEqualTo(403);
        assertThat(shop.post("/api/v1/coupons/DEMO-30-OFF-200/grants", Map.of("shopperIds", List.of(shopperId)))
                        .status())
                .isEqualTo(403);
        assertThat(merchant.post(QUOTES, basket("TEE-RED-M", 1)).status()).isEqualTo(403);
        assertThat(service.api().get(PRODUCTS).status()).isEqualTo(401);
        assertThat(service.api()
                        .as("demo-shop")
                        .post(QUOTES, basket("TEE-RED-M", 1))
                        .code())
                .isEqualTo("SHOPPER_MISSING");
    }

    @Test
    void questionsThatCannotBeMeantAreRefused() {
        for (String query : List.of(
                "sort=foo", "minPriceFen=a", "minPriceFen=-1", "minPriceFen=2&maxPriceFen=1", "page=-1", "size=101")) {
            assertThat(shop.get(PRODUCTS + "?" + query).status()).as(query).isEqualTo(400);
        }
        assertThat(shop.get(PRODUCTS + "?q=" + "a".repeat(101)).status()).isEqualTo(400);
        assertThat(shop.get(PRODUCTS + "?q=%25%27%3B--&category=nowhere")
                        .body()
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    void couponsAreHandedOutOnceHoweverOftenTheRequestIsRepeated() {
        Api keyed = merchant.with("Idempotency-Key", "grant-" + shopperId);
        Map<String, Object> wish = Map.of("shopperIds", List.of(shopperId), "count", 2);

        Answer granted = keyed.post("/api/v1/coupons/DEMO-30-OFF-200/grants", wish);
        Answer repeated = keyed.post("/api/v1/coupons/DEMO-30-OFF-200/grants", wish);

        assertThat(granted.status()).isEqualTo(201);
        assertThat(repeated.status()).isEqualTo(201);
        assertThat(repeated.body()).isEqualTo(granted.body());
        assertThat(shop.get("/api/v1/coupons").body().path("total").asInt()).isEqualTo(2);
    }

    @Test
    void theBaseOrderIsQuotedWithAGrantedCouponAndNobodyElseCanUseIt() {
        String coupon = merchant.post(
                        "/api/v1/coupons/DEMO-30-OFF-200/grants", Map.of("shopperIds", List.of(shopperId)))
                .body()
                .path("couponIds")
                .path(0)
                .asText();
        Map<String, Object> baseOrder = Map.of(
                "items",
                List.of(Map.of("skuId", "TEE-RED-M", "quantity", 2), Map.of("skuId", "SOCKS-CREW-3", "quantity", 1)),
                "couponIds",
                List.of(coupon),
                "deliveryMethod",
                "EXPRESS");

        JsonNode quote = shop.post(QUOTES, baseOrder).body();
        assertThat(quote.path("goodsFen").asLong()).isEqualTo(24_801);
        assertThat(quote.path("discountFen").asLong()).isEqualTo(3_000);
        assertThat(quote.path("freightFen").asLong()).isEqualTo(600);
        assertThat(quote.path("payableFen").asLong()).isEqualTo(22_401);
        assertThat(quote.path("lines").path(0).path("discountFen").asLong()).isEqualTo(2_395);
        assertThat(quote.path("lines").path(1).path("discountFen").asLong()).isEqualTo(605);
        assertThat(quote.path("applied").path(0).path("id").asText()).isEqualTo(coupon);

        JsonNode stranger = service.api()
                .as("demo-shop")
                .forShopper("stranger-" + mark)
                .post(QUOTES, baseOrder)
                .body();
        assertThat(stranger.path("rejected").path(0).path("code").asText()).isEqualTo("COUPON_UNKNOWN");
        assertThat(stranger.path("payableFen").asLong()).isEqualTo(25_401);
    }

    @Test
    void basketsThatCannotBeMeantAreRefusedAtTheirPlace() {
        assertThat(refusedAt(shop.post(QUOTES, basket("TEE-RED-M", 0)))).isEqualTo("422 /items/0/quantity");
        assertThat(refusedAt(shop.post(QUOTES, basket("TEE-RED-M", 1_000)))).isEqualTo("422 /items/0/quantity");
        assertThat(refusedAt(shop.post(QUOTES, basket("NOBODY-KNOWS", 1)))).isEqualTo("422 /items/0/skuId");
        assertThat(refusedAt(shop.post(QUOTES, "{\"items\":[{\"skuId\":\"TEE-RED-M\",\"quantity\":99999999999}]}")))
                .isEqualTo("422 /items/0/quantity");
        assertThat(refusedAt(shop.post(QUOTES, "{\"items\":[]}"))).isEqualTo("422 /items");
        assertThat(refusedAt(
                        shop.post(QUOTES, "{\"items\":[{\"skuId\":\"TEE-RED-M\",\"quantity\":1,\"unitPriceFen\":1}]}")))
                .isEqualTo("400 /items/0/unitPriceFen");
        assertThat(refusedAt(shop.post(QUOTES, "{\"items\":[{\"skuId\":\"TEE-RED-M\",\"quantity\":1.5}]}")))
                .isEqualTo("400 /items/0/quantity");
    }

    @Test
    void aShopperKeepsAnAddressAndIsForgottenOnRequest() {
        String home = "/api/v1/me/addresses/home";
        Map<String, Object> address = Map.of(
                "name",
                "李雷 😀",
                "phone",
                "13800000000",
                "province",
                "浙江省",
                "city",
                "杭州市",
                "district",
                "西湖区",
                "detail",
                "文三路 1 号");
        assertThat(shop.put("/api/v1/me", Map.of("nickname", "小雷", "phone", "13800000000"))
                        .status())
                .isEqualTo(200);
        assertThat(shop.put(home, address).status()).isEqualTo(201);
        assertThat(shop.put(home, address).status()).isEqualTo(200);
        assertThat(shop.get(home).text("name")).isEqualTo("李雷 😀");
        assertThat(service.api().as("demo-shop").forShopper("bob").get(home).status())
                .isEqualTo(404);
        assertThat(refusedAt(shop.put(
                        home, Map.of("name", "李雷", "phone", "1", "province", "浙", "city", "杭", "detail", "x"))))
                .isEqualTo("422 /phone");

        assertThat(shop.delete("/api/v1/me").status()).isEqualTo(204);

        assertThat(shop.get(home).status()).isEqualTo(404);
        assertThat(shop.get("/api/v1/me").body().path("nickname").isNull()).isTrue();
    }

    private static String refusedAt(Answer answer) {
        return answer.status() + " "
                + answer.body().path("errors").path(0).path("pointer").asText();
    }

    private static Map<String, Object> basket(String skuId, int quantity) {
        return Map.of("items", List.of(Map.of("skuId", skuId, "quantity", quantity)), "deliveryMethod", "EXPRESS");
    }

    private Map<String, Object> product(String name, boolean onSale) {
        return Map.of(
                "name",
                name,
                "category",
                "c-" + mark,
                "onSale",
                onSale,
                "skus",
                List.of(Map.of("skuId", "SKU-" + mark, "priceFen", 1_234)));
    }
}
