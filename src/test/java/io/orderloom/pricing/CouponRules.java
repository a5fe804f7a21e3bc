package io.orderloom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.orderloom.catalog.Catalog;
import io.orderloom.catalog.Category;
import io.orderloom.catalog.Product;
import io.orderloom.catalog.Sku;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.Problem;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import io.orderloom.testing.SlimContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for quotes and coupons on every database the service runs on. */
abstract class CouponRules {

    static final ShopperId ALICE = new ShopperId("alice");
    static final ShopperId BOB = new ShopperId("bob");
    static final OrderNo ORDER = new OrderNo("ORDER001");
    static final OrderNo OTHER_ORDER = new OrderNo("ORDER002");
    static final SkuId TEE = new SkuId("TEE-RED-M");
    static final SkuId SOCKS = new SkuId("SOCKS");

    abstract SlimContext context();

    @BeforeEach
    void furnish() {
        Catalog catalog = context().get(Catalog.class);
        catalog.put(new Category("apparel", "服饰", "Apparel", 0));
        catalog.put(product("TEE", true, sku(TEE, 9_900), sku(new SkuId("TEE-OLD"), 9_900)));
        catalog.put(product("TEE", true, sku(TEE, 9_900)));
        catalog.put(product("SOCKS", true, sku(SOCKS, 5_001)));
        catalog.put(product("GONE", false, sku(new SkuId("GONE-1"), 100)));
        coupons()
                .make(new CouponTemplate(
                        "T30",
                        "满200减30",
                        "30 off",
                        Money.ofFen(3_000),
                        Money.ofFen(20_000),
                        false,
                        context().clock().now(),
                        context().clock().now().plus(Duration.ofDays(3650))));
    }

    @Test
    void theBaseOrderIsQuotedFromCatalogueCouponAndFreightTable() {
        CouponId coupon = grant(ALICE);

        Quote quote = quote(ALICE, basket(List.of(coupon), item(TEE, 1), item(SOCKS, 1), item(TEE, 1)));

        assertThat(quote.payable()).isEqualTo(Money.ofFen(22_401));
        assertThat(quote.lines())
                .extracting(line -> line.skuId().value() + " " + line.quantity() + " "
                        + line.payable().fen())
                .containsExactly("TEE-RED-M 2 17405", "SOCKS 1 4396");
    }

    @Test
    void goodsThatAreFetchedCostNoFreight() {
        Basket fetched = new Basket(List.of(item(TEE, 1)), List.of(), DeliveryMethod.PICKUP, null);

        assertThat(quote(ALICE, fetched).payable()).isEqualTo(Money.ofFen(9_900));
    }

    @Test
    void aProvinceWithItsOwnRowHasItsOwnFreight() {
        context().transactions().executeWithoutResult(tx -> context()
                .jdbc()
                .sql("INSERT INTO freight_rules (delivery_method, province, flat_fen, free_from_fen)"
                        + " VALUES ('EXPRESS', '西藏自治区', 1800, NULL)"
                        + " ON DUPLICATE KEY UPDATE flat_fen = VALUES(flat_fen)")
                .update());

        Basket far = new Basket(List.of(item(TEE, 9)), List.of(), DeliveryMethod.EXPRESS, "西藏自治区");
        Basket near = new Basket(List.of(item(TEE, 9)), List.of(), DeliveryMethod.EXPRESS, "浙江省");

        assertThat(quote(ALICE, far).freight()).isEqualTo(Money.ofFen(1_800));
        assertThat(quote(ALICE, near).freight()).isEqualTo(Money.ZERO);
    }

    @Test
    void everyWrongPlaceOfABasketIsNamed() {
        Basket wrong = basket(
                List.of(),
                item(TEE, 0),
                item(new SkuId("NOBODY-KNOWS"), 1),
                item(new SkuId("GONE-1"), 1),
                item(new SkuId("TEE-OLD"), 1),
                item(SOCKS, 600),
                item(SOCKS, 400),
                item(new SkuId("tee-red-m"), 1));

        assertThatThrownBy(() -> quote(ALICE, wrong))
                .isInstanceOfSatisfying(InvalidRequest.class, problem -> assertThat(problem.errors())
                        .extracting(Problem.At::pointer, Problem.At::code)
                        .containsExactly(
                                tuple("/items/0/quantity", "OUT_OF_RANGE"),
                                tuple("/items/1/skuId", "SKU_UNKNOWN"),
                                tuple("/items/2/skuId", "SKU_OFF_SALE"),
                                tuple("/items/3/skuId", "SKU_OFF_SALE"),
                                tuple("/items/5/quantity", "OUT_OF_RANGE"),
                                tuple("/items/6/skuId", "SKU_UNKNOWN")));
    }

    @Test
    void anEmptyAHugeAndAPricelessBasketAreRefused() {
        List<Basket.Item> many = new ArrayList<>();
        for (int i = 0; i <= QuoteBasket.MAX_ITEMS; i++) {
            many.add(item(TEE, 1));
        }
        context().get(Catalog.class).put(product("GEM", true, sku(new SkuId("GEM"), 100_000_000)));

        assertThatThrownBy(() -> quote(ALICE, basket(List.of()))).isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> quote(ALICE, new Basket(many, List.of(), DeliveryMethod.EXPRESS, null)))
                .isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> quote(ALICE, basket(List.of(), item(new SkuId("GEM"), 11))))
                .isInstanceOfSatisfying(
                        InvalidRequest.class,
                        problem -> assertThat(problem.errors().get(0).code()).isEqualTo("AMOUNT_TOO_LARGE"));
    }

    @Test
    void somebodyElsesCouponIsUnknown() {
        CouponId bobs = grant(BOB);

        Quote quote = quote(ALICE, basket(List.of(bobs), item(TEE, 3)));

        assertThat(quote.rejected()).containsExactly(new Quote.Rejected(bobs.value(), "COUPON_UNKNOWN"));
        assertThatThrownBy(() -> lock(ORDER, ALICE, bobs)).isInstanceOf(CouponNotUsable.class);
        assertThat(status(BOB, bobs)).isEqualTo(Coupon.Status.AVAILABLE);
    }

    @Test
    void aCouponIsHeldByOneOrderOnly() {
        CouponId coupon = grant(ALICE);
        CouponId free = grant(ALICE);
        lock(ORDER, ALICE, coupon);

        assertThatThrownBy(() -> lock(OTHER_ORDER, ALICE, free, coupon))
                .isInstanceOfSatisfying(CouponNotUsable.class, problem -> {
                    assertThat(problem.code()).isEqualTo("COUPON_NOT_USABLE");
                    assertThat(problem.members()).containsEntry("couponIds", List.of(coupon.value()));
                });

        assertThat(status(ALICE, coupon)).isEqualTo(Coupon.Status.LOCKED);
        assertThat(status(ALICE, free)).isEqualTo(Coupon.Status.AVAILABLE);
    }

    @Test
    void anUnpaidOrderGivesItsCouponsBackOnce() {
        CouponId coupon = grant(ALICE);
        OrderNo order = new OrderNo("ORDERBACK");
        lock(order, ALICE, coupon);

        assertThat(context().get(ReturnCoupons.class).giveBack(order)).isOne();
        assertThat(context().get(ReturnCoupons.class).giveBack(order)).isZero();

        assertThat(status(ALICE, coupon)).isEqualTo(Coupon.Status.AVAILABLE);
        lock(OTHER_ORDER, ALICE, coupon);
        assertThat(context().get(ReturnCoupons.class).giveBack(order)).isZero();
        assertThat(status(ALICE, coupon)).isEqualTo(Coupon.Status.LOCKED);
    }

    @Test
    void aPaidOrdersCouponsAreSpentForGood() {
        CouponId coupon = grant(ALICE);
        OrderNo order = new OrderNo("ORDERPAID");
        lock(order, ALICE, coupon);

        assertThat(context().get(UseCoupons.class).use(order)).isOne();
        assertThat(context().get(UseCoupons.class).use(order)).isZero();
        assertThat(context().get(ReturnCoupons.class).giveBack(order)).isZero();

        assertThat(status(ALICE, coupon)).isEqualTo(Coupon.Status.USED);
    }

    @Test
    void aCouponThatExpiredSinceTheQuoteCannotBeHeld() {
        String template = "SHORT" + context().clock().now().getEpochSecond();
        coupons()
                .make(new CouponTemplate(
                        template,
                        "限时",
                        "",
                        Money.ofFen(100),
                        Money.ZERO,
                        false,
                        context().clock().now(),
                        context().clock().now().plusSeconds(60)));
        CouponId coupon = coupons().grant(template, List.of(ALICE), 1).get(0);
        context().clock().advance(Duration.ofSeconds(60));

        assertThat(quote(ALICE, basket(List.of(coupon), item(TEE, 1))).rejected())
                .containsExactly(new Quote.Rejected(coupon.value(), "COUPON_EXPIRED"));
        assertThatThrownBy(() -> lock(ORDER, ALICE, coupon)).isInstanceOf(CouponNotUsable.class);
    }

    @Test
    void couponsOfATemplateThatIsNotThereCannotBeGranted() {
        assertThatThrownBy(() -> coupons().grant("NOBODY-KNOWS", List.of(ALICE), 1))
                .isInstanceOf(NotFound.class);
    }

    Coupons coupons() {
        return context().get(Coupons.class);
    }

    Quote quote(ShopperId shopper, Basket basket) {
        return context().get(QuoteBasket.class).quote(shopper, basket);
    }

    CouponId grant(ShopperId shopper) {
        return coupons().grant("T30", List.of(shopper), 1).get(0);
    }

    void lock(OrderNo orderNo, ShopperId shopper, CouponId... couponIds) {
        context().transactions().executeWithoutResult(tx -> context()
                .get(LockCoupons.class)
                .lock(orderNo, shopper, List.of(couponIds)));
    }

    Coupon.Status status(ShopperId shopper, CouponId couponId) {
        return context().get(CouponRows.class).held(shopper, List.of(couponId)).values().stream()
                .findFirst()
                .orElseThrow()
                .status();
    }

    static Basket basket(List<CouponId> couponIds, Basket.Item... items) {
        return new Basket(List.of(items), couponIds, DeliveryMethod.EXPRESS, null);
    }

    static Basket.Item item(SkuId skuId, int quantity) {
        return new Basket.Item(skuId, quantity);
    }

    static Sku sku(SkuId skuId, long priceFen) {
        return new Sku(skuId, Map.of(), Money.ofFen(priceFen), Money.ofFen(priceFen), true);
    }

    static Product product(String id, boolean onSale, Sku... skus) {
        return new Product(id, "apparel", id, id, "", "", List.of(), onSale, List.of(skus));
    }
}
