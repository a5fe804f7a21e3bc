package io.orderloom.order;

import io.orderloom.pricing.Basket;
import io.orderloom.pricing.DeliveryMethod;
import io.orderloom.pricing.Quote;
import io.orderloom.pricing.QuoteBasket;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.Problem;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import java.util.List;
import org.springframework.stereotype.Service;

/** Says what a SKU costs now that a shopper wants for goods of an order. It is carried free, and takes no coupons. */
@Service
public class PriceReplacement {

    private static final String POINTER = "/exchangeSkuId";

    private final QuoteBasket quoteBasket;

    PriceReplacement(QuoteBasket quoteBasket) {
        this.quoteBasket = quoteBasket;
    }

    /** What one unit is called and costs. */
    public record Offer(SkuId skuId, String name, Money unitPrice) {}

    /** @throws InvalidRequest when there is no such SKU, or it is not on sale */
    public Offer offer(ShopperId shopper, SkuId skuId, int quantity) {
        try {
            Quote.Line line = quoteBasket
                    .quote(
                            shopper,
                            new Basket(
                                    List.of(new Basket.Item(skuId, quantity)), List.of(), DeliveryMethod.PICKUP, null))
                    .lines()
                    .get(0);
            return new Offer(skuId, line.name(), line.unitPrice());
        } catch (InvalidRequest refused) {
            throw new InvalidRequest(refused.errors().stream()
                    .map(error -> new Problem.At(POINTER, error.code(), error.detail()))
                    .toList());
        }
    }
}
