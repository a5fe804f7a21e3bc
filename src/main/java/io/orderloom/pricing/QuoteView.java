package io.orderloom.pricing;

import java.util.List;

/** A quote as the API shows it, in answers and in the refusal of a changed price. Amounts in fen. */
public record QuoteView(
        List<Line> lines,
        long goodsFen,
        long discountFen,
        long freightFen,
        long payableFen,
        List<Applied> applied,
        List<Quote.Rejected> rejected) {

    /**
     * A line as the API shows it. Amounts in fen.
     *
     * @param why what took the discount off
     */
    public record Line(
            String skuId,
            String name,
            int quantity,
            long unitPriceFen,
            long discountFen,
            long payableFen,
            List<Applied> why) {}

    /** Something that took an amount off. */
    public record Applied(String kind, String id, long discountFen) {

        static List<Applied> of(List<Quote.Applied> all) {
            return all.stream()
                    .map(one -> new Applied(one.kind(), one.id(), one.discount().fen()))
                    .toList();
        }
    }

    /** The quote in the API's words. */
    public static QuoteView of(Quote quote) {
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
