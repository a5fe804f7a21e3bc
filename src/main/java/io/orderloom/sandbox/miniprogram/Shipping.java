package io.orderloom.sandbox.miniprogram;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What WeChat knows of the shipping of one payment.
 *
 * @param finished whether the merchant has said that all is on its way
 * @param corrected whether the one correction after that has been used
 * @param uploads everything that was accepted, oldest first
 * @param remindedAt when the merchant reported that the goods arrived
 */
record Shipping(
        String paymentNo,
        boolean finished,
        boolean corrected,
        List<Parcel> parcels,
        List<Upload> uploads,
        @Nullable Instant remindedAt) {

    /** One parcel; what is not sent by a carrier has neither number nor company. */
    record Parcel(
            String trackingNo,
            String expressCompany,
            String itemDesc,
            @Nullable String receiverContact) {}

    /**
     * One accepted upload.
     *
     * @param uploadTime as the merchant gave it; grows from upload to upload
     * @param acceptedAt in business time
     * @param correction whether it used up the one correction
     */
    record Upload(
            String paymentNo,
            String transactionId,
            LogisticsType logisticsType,
            boolean split,
            boolean isAllDelivered,
            List<Parcel> parcels,
            String payerOpenid,
            Instant uploadTime,
            Instant acceptedAt,
            boolean correction) {}

    /** How the goods travel, with WeChat's numbers for it. */
    enum LogisticsType {
        EXPRESS(1),
        SAME_CITY(2),
        VIRTUAL(3),
        PICKUP(4);

        private final int number;

        LogisticsType(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Optional<LogisticsType> of(int number) {
            return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
        }
    }

    static Shipping none(String paymentNo) {
        return new Shipping(paymentNo, false, false, List.of(), List.of(), null);
    }

    boolean begun() {
        return !uploads.isEmpty();
    }

    boolean splitBefore() {
        return begun() && uploads.get(uploads.size() - 1).split();
    }

    /** Parcels of a split order gather; a correction or another mode replaces them. */
    List<Parcel> parcelsWith(List<Parcel> more, boolean split, boolean correction) {
        if (!split || correction) {
            return more;
        }
        Map<String, Parcel> all = new LinkedHashMap<>();
        parcels.forEach(parcel -> all.put(parcel.trackingNo(), parcel));
        more.forEach(parcel -> all.put(parcel.trackingNo(), parcel));
        return List.copyOf(all.values());
    }

    Shipping with(Upload upload) {
        List<Upload> more = new ArrayList<>(uploads);
        more.add(upload);
        return new Shipping(
                paymentNo,
                !upload.split() || upload.isAllDelivered(),
                corrected || upload.correction(),
                parcelsWith(upload.parcels(), upload.split(), upload.correction()),
                List.copyOf(more),
                remindedAt);
    }

    Shipping remindedAt(Instant at) {
        return new Shipping(paymentNo, finished, corrected, parcels, uploads, at);
    }
}
