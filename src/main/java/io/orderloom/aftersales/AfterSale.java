package io.orderloom.aftersales;

import io.orderloom.order.ClaimRefund.Claim;
import io.orderloom.order.ClaimRefund.Claimed;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.RefundNo;
import io.orderloom.shared.ShopperId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request about one order, as it stands.
 *
 * @param amount what is asked for
 * @param granted what of it was granted in the end; null while nobody has said
 * @param claimed whether its money and units are kept for it on the order
 * @param reason the shopper's words; personal data
 * @param note the staff's last words to the shopper; personal data
 * @param evidence ids of files
 * @param requestedBy who asked, as in {@link io.orderloom.outbox.Outbox#append}
 * @param decidedBy who decided the request, as in {@link io.orderloom.outbox.Outbox#append}
 * @param statusSince when the status was last written
 * @param deadline when its running clock strikes; null when none runs
 * @param processInstanceId the process that looks after it
 * @param returnProcessId the process that looks after its goods on their way back
 * @param returnParcel what the shopper sent back; null before that
 * @param exchange what is to come instead; null when nothing was asked for in exchange
 */
public record AfterSale(
        AfterSalesNo afterSalesNo,
        OrderNo orderNo,
        ShopperId shopper,
        AfterSaleType type,
        AfterSaleStatus status,
        Money amount,
        @Nullable Money granted,
        boolean claimed,
        @Nullable String reason,
        @Nullable String note,
        List<String> evidence,
        String requestedBy,
        @Nullable String decidedBy,
        @Nullable Instant deadline,
        @Nullable RefundNo refundNo,
        @Nullable String processInstanceId,
        @Nullable String returnProcessId,
        @Nullable ReturnParcel returnParcel,
        Instant requestedAt,
        Instant statusSince,
        int version,
        List<Claimed> items,
        @Nullable Exchange exchange) {

    /** A parcel on its way back. */
    public record ReturnParcel(String carrier, String trackingNo) {}

    public AfterSale {
        evidence = List.copyOf(evidence);
        items = List.copyOf(items);
    }

    /** Whether units are held that shall replace those that come back. */
    boolean holdsReplacement() {
        return exchange != null && exchange.isReserved();
    }

    Claim claim() {
        return new Claim(orderNo, type == AfterSaleType.REFUND_ONLY, amount, items);
    }
}
