package io.orderloom.aftersales;

import io.orderloom.inventory.StockLine;
import io.orderloom.shared.Money;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.SkuId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a case asks for instead of the goods that come back.
 *
 * @param name as the shop window had it when it was asked for
 * @param unitPrice what one unit cost then, which is what it costs in this exchange
 * @param topUp what the shopper pays on top; zero when the replacement costs no more
 * @param payable whether a payment of the top-up may be opened
 * @param payBefore when the top-up's clock strikes; null until it is asked for
 * @param topUpPaymentNo the payment that brought it; null until it is paid
 * @param topUpBack what of it was promised back
 * @param processInstanceId the process that looks after the exchange
 * @param shipmentNo the parcel that brought the replacement; null before that
 */
public record Exchange(
        SkuId skuId,
        String name,
        int quantity,
        Money unitPrice,
        ExchangeStatus status,
        Money topUp,
        boolean payable,
        @Nullable Instant payBefore,
        @Nullable PaymentNo topUpPaymentNo,
        Money topUpBack,
        @Nullable String processInstanceId,
        @Nullable String shipmentNo) {

    /** One that is asked for now, for goods of this worth. */
    static Exchange asked(SkuId skuId, String name, int quantity, Money unitPrice, Money worth) {
        long difference = Math.multiplyExact(unitPrice.fen(), (long) quantity) - worth.fen();
        return new Exchange(
                skuId,
                name,
                quantity,
                unitPrice,
                ExchangeStatus.ASKED,
                Money.ofFen(Math.max(difference, 0)),
                false,
                null,
                null,
                Money.ZERO,
                null,
                null);
    }

    /** What so many units cost more than goods of this worth, in fen; negative when they cost less. */
    public long differenceFen(int units, Money worth) {
        return Math.multiplyExact(unitPrice.fen(), (long) units) - worth.fen();
    }

    /** What is kept of the top-up. */
    Money topUpKept() {
        return topUpPaymentNo == null ? Money.ZERO : topUp.minus(topUpBack);
    }

    boolean isReserved() {
        return status == ExchangeStatus.RESERVED;
    }

    StockLine stock(int units) {
        return new StockLine(skuId, units);
    }
}
