package io.orderloom.aftersales.web;

import io.orderloom.aftersales.AfterSale;
import io.orderloom.order.ClaimRefund.Claimed;
import io.orderloom.shared.Money;
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
        @Nullable String note,
        @Nullable Instant deadline,
        @Nullable String refundNo,
        AfterSale.@Nullable ReturnParcel returnShipment,
        Instant requestedAt,
        int version) {

    /** Units of one line. Amount in fen. */
    record Item(int lineNo, int quantity, long amountFen) {

        static Item of(Claimed claimed) {
            return new Item(
                    claimed.lineNo(), claimed.quantity(), claimed.amount().fen());
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
                afterSale.note(),
                afterSale.deadline(),
                afterSale.refundNo() == null ? null : afterSale.refundNo().value(),
                afterSale.returnParcel(),
                afterSale.requestedAt(),
                afterSale.version());
    }
}
