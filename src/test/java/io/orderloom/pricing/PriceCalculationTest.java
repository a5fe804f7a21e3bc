package io.orderloom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.catalog.PricedSku;
import io.orderloom.shared.Money;
import io.orderloom.shared.SkuId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PriceCalculationTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final FreightRule FREIGHT = new FreightRule(Money.ofFen(600), Money.ofFen(29_900));

    private static final PricedSku A = sku("A", 9_900);
    private static final PricedSku B = sku("B", 5_001);

    @Test
    void theBaseOrderCostsWhatTheStoriesSay() {
        Quote quote = quote(Map.of(A, 2, B, 1), List.of(coupon("C1", 3_000, 20_000)));

        assertThat(quote.goods()).isEqualTo(Money.ofFen(24_801));
        assertThat(quote.discount()).isEqualTo(Money.ofFen(3_000));
        assertThat(quote.freight()).isEqualTo(Money.ofFen(600));
        assertThat(quote.payable()).isEqualTo(Money.ofFen(22_401));
        assertThat(discounts(quote)).isEqualTo(Map.of("A", 2_395L, "B", 605L));
        assertThat(quote.applied()).containsExactly(new Quote.Applied("COUPON", "C1", Money.ofFen(3_000)));
        assertThat(quote.lines().get(0).why()).hasSize(1);
    }

    @Test
    void aCouponIsRefusedWithItsReason() {
        Coupon used = with(coupon("USED", 100, 0), Coupon.Status.USED, NOW.plusSeconds(1));
        Coupon locked = with(coupon("LOCKED", 100, 0), Coupon.Status.LOCKED, NOW.plusSeconds(1));
        Coupon expired = with(coupon("EXPIRED", 100, 0), Coupon.Status.AVAILABLE, NOW);
        Coupon high = coupon("HIGH", 100, 9_901);
        Coupon exact = coupon("EXACT", 100, 9_900);

        Quote quote = PriceCalculation.quote(
                Map.of(A, 1),
                ids("USED", "LOCKED", "EXPIRED", "HIGH", "EXACT", "EXACT", "NOBODYS"),
                byId(List.of(used, locked, expired, high, exact)),
                FREIGHT,
                NOW);

        assertThat(quote.rejected())
                .containsExactlyInAnyOrder(
                        new Quote.Rejected("USED", "COUPON_USED"),
                        new Quote.Rejected("LOCKED", "COUPON_LOCKED"),
                        new Quote.Rejected("EXPIRED", "COUPON_EXPIRED"),
                        new Quote.Rejected("HIGH", "COUPON_BELOW_THRESHOLD"),
                        new Quote.Rejected("EXACT", "COUPON_DUPLICATE"),
                        new Quote.Rejected("NOBODYS", "COUPON_UNKNOWN"));
        assertThat(quote.appliedCoupons()).containsExactly(new CouponId("EXACT"));
        assertThat(quote.payable()).isEqualTo(Money.ofFen(9_900 - 100 + 600));
    }

    @Test
    void ofCouponsThatDoNotGoTogetherTheBestOneIsTaken() {
        Quote quote = quote(Map.of(A, 3), List.of(coupon("SMALL", 500, 0), coupon("LARGE", 3_000, 20_000)));

        assertThat(quote.appliedCoupons()).containsExactly(new CouponId("LARGE"));
        assertThat(quote.rejected()).containsExactly(new Quote.Rejected("SMALL", "COUPON_EXCLUSIVE"));
    }

    @Test
    void combinableCouponsGoTogetherUntilNothingIsLeft() {
        Quote quote =
                quote(Map.of(B, 1), List.of(combinable("C1", 4_000), combinable("C2", 3_000), combinable("C3", 2_000)));

        assertThat(quote.discount()).isEqualTo(Money.ofFen(5_001));
        assertThat(quote.payable()).isEqualTo(Money.ofFen(600));
        assertThat(quote.applied())
                .containsExactly(
                        new Quote.Applied("COUPON", "C1", Money.ofFen(4_000)),
                        new Quote.Applied("COUPON", "C2", Money.ofFen(1_001)));
        assertThat(quote.rejected()).containsExactly(new Quote.Rejected("C3", "COUPON_NOTHING_LEFT"));
    }

    @Test
    void freightIsFreeFromTheThresholdOfWhatIsPaidForGoods() {
        assertThat(quote(Map.of(sku("X", 29_900), 1), List.of()).freight()).isEqualTo(Money.ZERO);
        assertThat(quote(Map.of(sku("X", 29_900), 1), List.of(coupon("C", 1, 0)))
                        .freight())
                .isEqualTo(Money.ofFen(600));
    }

    @Property
    void aQuoteAddsUpInEveryDirection(
            @ForAll("baskets") Map<PricedSku, Integer> basket, @ForAll("coupons") List<Coupon> coupons) {
        Quote quote = quote(basket, coupons);

        assertThat(quote.goods().fen())
                .isEqualTo(quote.lines().stream()
                        .mapToLong(line -> line.unitPrice().fen() * line.quantity())
                        .sum());
        assertThat(quote.payable())
                .isEqualTo(quote.goods().minus(quote.discount()).plus(quote.freight()));
        assertThat(quote.lines().stream().mapToLong(line -> line.discount().fen()))
                .allMatch(discount -> discount >= 0)
                .satisfies(all -> assertThat(
                                all.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(quote.discount().fen()));
        assertThat(quote.lines()).allSatisfy(line -> {
            assertThat(line.payable().fen()).isNotNegative();
            assertThat(line.payable().plus(line.discount()))
                    .isEqualTo(line.unitPrice().times(line.quantity()));
            assertThat(line.why().stream().map(Quote.Applied::discount).reduce(Money.ZERO, Money::plus))
                    .isEqualTo(line.discount());
        });
        assertThat(quote.applied().stream().map(Quote.Applied::discount).reduce(Money.ZERO, Money::plus))
                .isEqualTo(quote.discount());
        Set<String> answered = new HashSet<>();
        quote.applied().forEach(one -> answered.add(one.id()));
        quote.rejected().forEach(one -> answered.add(one.id()));
        assertThat(answered).hasSameSizeAs(coupons);
    }

    @Property
    void theOrderOfNamingChangesNothing(
            @ForAll("baskets") Map<PricedSku, Integer> basket,
            @ForAll("coupons") List<Coupon> coupons,
            @ForAll Random random) {
        List<Map.Entry<PricedSku, Integer>> lines = new ArrayList<>(basket.entrySet());
        Collections.shuffle(lines, random);
        Map<PricedSku, Integer> otherBasket = new LinkedHashMap<>();
        lines.forEach(line -> otherBasket.put(line.getKey(), line.getValue()));
        List<Coupon> otherCoupons = new ArrayList<>(coupons);
        Collections.shuffle(otherCoupons, random);

        Quote one = quote(basket, coupons);
        Quote other = quote(otherBasket, otherCoupons);

        assertThat(other.payable()).isEqualTo(one.payable());
        assertThat(discounts(other)).isEqualTo(discounts(one));
        assertThat(other.applied()).isEqualTo(one.applied());
        assertThat(other.rejected()).containsExactlyInAnyOrderElementsOf(one.rejected());
    }

    @Provide
    Arbitrary<Map<PricedSku, Integer>> baskets() {
        Arbitrary<PricedSku> skus = Combinators.combine(
                        Arbitraries.integers().between(0, 9_999),
                        Arbitraries.longs().between(0, 100_000_000))
                .as((number, price) -> sku("SKU" + number, price));
        return Arbitraries.maps(skus, Arbitraries.integers().between(1, 999))
                .ofMinSize(1)
                .ofMaxSize(12)
                .filter(basket -> basket.keySet().stream()
                                .map(PricedSku::skuId)
                                .distinct()
                                .count()
                        == basket.size());
    }

    @Provide
    Arbitrary<List<Coupon>> coupons() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 99),
                        Arbitraries.longs().between(1, 50_000),
                        Arbitraries.longs().between(0, 30_000),
                        Arbitraries.of(true, false))
                .as((number, amount, threshold, combinable) -> coupon(
                        "C" + number, Coupon.Status.AVAILABLE, amount, threshold, combinable, NOW.plusSeconds(1)))
                .list()
                .ofMaxSize(5)
                .uniqueElements(Coupon::couponId);
    }

    private static Quote quote(Map<PricedSku, Integer> basket, List<Coupon> coupons) {
        return PriceCalculation.quote(
                basket, coupons.stream().map(Coupon::couponId).toList(), byId(coupons), FREIGHT, NOW);
    }

    private static Map<CouponId, Coupon> byId(List<Coupon> coupons) {
        return coupons.stream().collect(Collectors.toMap(Coupon::couponId, Function.identity()));
    }

    private static List<CouponId> ids(String... ids) {
        return List.of(ids).stream().map(CouponId::new).toList();
    }

    private static Map<String, Long> discounts(Quote quote) {
        return quote.lines().stream()
                .collect(Collectors.toMap(
                        line -> line.skuId().value(), line -> line.discount().fen()));
    }

    private static PricedSku sku(String id, long priceFen) {
        return new PricedSku(new SkuId(id), "P", "货品", Money.ofFen(priceFen), true);
    }

    private static Coupon coupon(String id, long amountFen, long thresholdFen) {
        return coupon(id, Coupon.Status.AVAILABLE, amountFen, thresholdFen, false, NOW.plusSeconds(1));
    }

    private static Coupon combinable(String id, long amountFen) {
        return coupon(id, Coupon.Status.AVAILABLE, amountFen, 0, true, NOW.plusSeconds(1));
    }

    private static Coupon with(Coupon coupon, Coupon.Status status, Instant until) {
        return coupon(
                coupon.couponId().value(),
                status,
                coupon.amount().fen(),
                coupon.threshold().fen(),
                coupon.combinable(),
                until);
    }

    private static Coupon coupon(
            String id, Coupon.Status status, long amountFen, long thresholdFen, boolean combinable, Instant until) {
        return new Coupon(
                new CouponId(id),
                "券",
                "Coupon",
                Money.ofFen(amountFen),
                Money.ofFen(thresholdFen),
                combinable,
                status,
                null,
                NOW.minus(Duration.ofDays(1)),
                until);
    }
}
