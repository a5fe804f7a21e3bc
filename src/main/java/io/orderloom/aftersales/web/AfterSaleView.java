package io.orderloom.aftersales.web;

import io.orderloom.aftersales.AfterSale;
import io.orderloom.aftersales.Exchange;
import io.orderloom.order.ClaimRefund.Claimed;
import io.orderloom.shared.Money;
import io.orderloom.shared.ShopperFiles;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A case as the API shows it. Amounts in fen. */
record AfterSaleView(
        String afterSalesNo,
        String orderNo,
        String type,
        String status,
        long amountFen,
        @Nullable Long grantedFen,
        List<Item> items,
        @Nullable String reason,
        List<String> evidence,
        List<String> evidenceUrls,
        @Nullable String note,
        @Nullable Instant deadline,
        @Nullable String refundNo,
        AfterSale.@Nullable ReturnParcel returnShipment,
        @Nullable Exchanged exchange,
        Instant requestedAt,
        int version) {

    /** Units of one line. Amount in fen. */
    record Item(int lineNo, int quantity, long amountFen) {

        static Item of(Claimed claimed) {
            return new Item(
                    claimed.lineNo(), claimed.quantity(), claimed.amount().fen());
        }
    }

    /**
     * What comes in exchange. Amounts in fen.
     *
     * @param differenceFen what it costs more than the goods that come back; negative when it costs less
     * @param topUpFen what the shopper pays on top
     * @param topUpPaymentNo the payment that brought it
     * @param topUpBackFen what of it goes back
     */
    record Exchanged(
            String skuId,
            String name,
            int quantity,
            long unitPriceFen,
            String status,
            long differenceFen,
            long topUpFen,
            @Nullable Instant payBefore,
            @Nullable String topUpPaymentNo,
            long topUpBackFen,
            @Nullable String shipmentNo) {

        static @Nullable Exchanged of(AfterSale afterSale) {
            Exchange exchange = afterSale.exchange();
            return exchange == null
                    ? null
                    : new Exchanged(
                            exchange.skuId().value(),
                            exchange.name(),
                            exchange.quantity(),
                            exchange.unitPrice().fen(),
                            exchange.status().name(),
                            exchange.differenceFen(exchange.quantity(), afterSale.amount()),
                            exchange.topUp().fen(),
                            exchange.payBefore(),
                            exchange.topUpPaymentNo() == null
                                    ? null
                                    : exchange.topUpPaymentNo().value(),
                            exchange.topUpBack().fen(),
                            exchange.shipmentNo());
        }
    }

    static AfterSaleView of(AfterSale afterSale) {
        Money granted = afterSale.granted();
        return new AfterSaleView(
                afterSale.afterSalesNo().value(),
                afterSale.orderNo().value(),
                afterSale.type().name(),
                afterSale.status().name(),
                afterSale.amount().fen(),
                granted == null ? null : granted.fen(),
                afterSale.items().stream().map(Item::of).toList(),
                afterSale.reason(),
                afterSale.evidence(),
                afterSale.evidence().stream().map(ShopperFiles::address).toList(),
                afterSale.note(),
                afterSale.deadline(),
                afterSale.refundNo() == null ? null : afterSale.refundNo().value(),
                afterSale.returnParcel(),
                Exchanged.of(afterSale),
                afterSale.requestedAt(),
                afterSale.version());
    }
}
