package io.orderloom.pricing;

import io.orderloom.catalog.Catalog;
import io.orderloom.catalog.PricedSku;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Problem;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/** Says what a basket costs a shopper now. Changes nothing; an order computes it again when it is placed. */
@Service
public class QuoteBasket {

    /** Units of one SKU in one order. */
    public static final int MAX_QUANTITY = 999;

    /** Lines of one order, before the same SKU is merged. */
    public static final int MAX_ITEMS = 100;

    /** Coupons one order may name. */
    public static final int MAX_COUPONS = 20;

    /** What one order may cost: ten million yuan, in fen; the gateways take no more than a 32-bit number. */
    public static final long MAX_PAYABLE_FEN = 1_000_000_000L;

    private final Catalog catalog;
    private final CouponRows coupons;
    private final FreightRows freight;
    private final BusinessClock clock;

    QuoteBasket(Catalog catalog, CouponRows coupons, FreightRows freight, BusinessClock clock) {
        this.catalog = catalog;
        this.coupons = coupons;
        this.freight = freight;
        this.clock = clock;
    }

    /**
     * @throws InvalidRequest naming every wrong place: unknown SKU or one off sale, a quantity outside 1 to
     *     {@value #MAX_QUANTITY}, too many items or coupons, an order above {@value #MAX_PAYABLE_FEN} fen
     */
    public Quote quote(ShopperId shopper, Basket basket) {
        requireSize(basket);
        Map<PricedSku, Integer> quantities = quantities(basket.items());
        Map<CouponId, Coupon> held = coupons.held(shopper, new HashSet<>(basket.couponIds()));
        Quote quote = PriceCalculation.quote(
                quantities,
                basket.couponIds(),
                held,
                freight.rule(basket.deliveryMethod(), basket.province()),
                clock.now());
        if (quote.goods().fen() > MAX_PAYABLE_FEN) {
            throw new InvalidRequest("/items", "AMOUNT_TOO_LARGE", "An order may not cost that much.");
        }
        return quote;
    }

    private static void requireSize(Basket basket) {
        if (basket.items().isEmpty()) {
            throw new InvalidRequest("/items", "REQUIRED", "At least one item is needed.");
        }
        if (basket.items().size() > MAX_ITEMS) {
            throw new InvalidRequest("/items", "WRONG_SIZE", "At most " + MAX_ITEMS + " items fit one order.");
        }
        if (basket.couponIds().size() > MAX_COUPONS) {
            throw new InvalidRequest("/couponIds", "WRONG_SIZE", "At most " + MAX_COUPONS + " coupons fit one order.");
        }
    }

    private Map<PricedSku, Integer> quantities(List<Basket.Item> items) {
        Map<SkuId, PricedSku> known =
                catalog.skus(items.stream().map(Basket.Item::skuId).toList());
        Map<PricedSku, Integer> quantities = new LinkedHashMap<>();
        List<Problem.At> errors = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Basket.Item item = items.get(i);
            PricedSku sku = known.get(item.skuId());
            if (sku == null) {
                errors.add(new Problem.At("/items/" + i + "/skuId", "SKU_UNKNOWN", "There is no such SKU."));
            } else if (!sku.onSale()) {
                errors.add(new Problem.At("/items/" + i + "/skuId", "SKU_OFF_SALE", "This SKU is not on sale."));
            }
            if (item.quantity() < 1 || item.quantity() > MAX_QUANTITY) {
                errors.add(quantityError(i));
            } else if (sku != null && quantities.merge(sku, item.quantity(), Integer::sum) > MAX_QUANTITY) {
                errors.add(quantityError(i));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequest(errors);
        }
        return quantities;
    }

    private static Problem.At quantityError(int index) {
        return new Problem.At(
                "/items/" + index + "/quantity",
                "OUT_OF_RANGE",
                "A quantity is 1 to " + MAX_QUANTITY + " in all for one SKU.");
    }
}
