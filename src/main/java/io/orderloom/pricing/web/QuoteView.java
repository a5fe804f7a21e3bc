package io.orderloom.pricing.web;

import io.orderloom.pricing.Quote;
import java.util.List;

/** A quote as the API shows it. Amounts in fen. */
record QuoteView(
        List<Line> lines,
        long goodsFen,
        long discountFen,
        long freightFen,
        long payableFen,
        List<Applied> applied,
        List<Quote.Rejected> rejected) {

    /** @param why what took the discount off */
    record Line(
            String skuId,
            String name,
            int quantity,
            long unitPriceFen,
            long discountFen,
            long payableFen,
            List<Applied> why) {}

    /** Something that took an amount off. */
    record Applied(String kind, String id, long discountFen) {

        static List<Applied> of(List<Quote.Applied> all) {
            return all.stream()
                    .map(one -> new Applied(one.kind(), one.id(), one.discount().fen()))
                    .toList();
        }
    }

    static QuoteView of(Quote quote) {
        return new QuoteView(
                quote.lines().stream()
                        .map(line -> new Line(
                                line.skuId().value(),
                                line.name(),
                                line.quantity(),
                                line.unitPrice().fen(),
                                line.discount().fen(),
                                line.payable().fen(),
                                Applied.of(line.why())))
                        .toList(),
                quote.goods().fen(),
                quote.discount().fen(),
                quote.freight().fen(),
                quote.payable().fen(),
                Applied.of(quote.applied()),
                quote.rejected());
    }
}
