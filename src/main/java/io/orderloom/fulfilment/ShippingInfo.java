package io.orderloom.fulfilment;

import io.orderloom.shared.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The port to WeChat's shipping information: without it the money of a mini-program order stays frozen
 * (WeChat document "upload_shipping_info").
 */
public interface ShippingInfo {

    /**
     * One parcel.
     *
     * @param carrier our code of the carrier; null for goods that the shopper fetches
     * @param receiverPhone for carriers for which WeChat wants a masked contact; personal data
     */
    record Parcel(
            @Nullable String carrier,
            @Nullable String trackingNo,
            String goods,
            @Nullable String receiverPhone) {}

    /**
     * What WeChat is told of one payment.
     *
     * @param paymentNo our number of the WeChat payment
     * @param split whether the order leaves in several parcels
     * @param allDelivered whether this is all of it; only said of split orders
     * @param earlierTrackingNos of the order's other parcels, all of which WeChat must know before the last word
     * @param pickedUp whether the shopper fetches the goods
     * @param payerOpenid openid of the payer; personal data
     * @param at must grow from upload to upload of one payment
     */
    record Upload(
            String paymentNo,
            boolean split,
            boolean allDelivered,
            boolean pickedUp,
            List<Parcel> parcels,
            Set<String> earlierTrackingNos,
            String payerOpenid,
            Instant at) {}

    /**
     * Uploads; {@link Outcome.Pending} when WeChat does not know the order yet, which is normal for a minute
     * after the payment, or when the last word would come before an earlier parcel. What WeChat has already is
     * a success.
     */
    Outcome<Boolean> upload(Upload upload);

    /**
     * Has WeChat remind the shopper to confirm the receipt (its document "notify_confirm_receive"), which it does once
     * for each order; {@link Outcome.Declined} when it will not. Where the receipt is confirmed already that is a
     * success.
     *
     * @param received after the last parcel was signed for, and after WeChat was told of it
     */
    default Outcome<Boolean> remindOfReceipt(String paymentNo, Instant received) {
        return new Outcome.Declined<>("NOT_OFFERED", "No mini-program is configured");
    }
}
