package io.orderloom.order;

import io.orderloom.pricing.Quote;
import io.orderloom.pricing.QuoteView;
import io.orderloom.shared.Problem;
import java.util.Map;

/** The order costs something else than the shopper was shown; carries what it costs now. */
public class PriceChanged extends Problem {

    private static final long serialVersionUID = 1L;

    private final transient Quote quote;

    PriceChanged(Quote quote) {
        super(Kind.CONFLICT, "PRICE_CHANGED", "The price has changed since it was shown.");
        this.quote = quote;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("quote", QuoteView.of(quote));
    }
}
