package io.orderloom.fulfilment;

import java.util.List;

/** Names of the messages that the fulfilment and parcel models wait for. */
final class FulfilmentMessages {

    static final String ALL_SHIPPED = "Msg_AllShipped";
    static final String ALL_DELIVERED = "Msg_AllDelivered";
    static final String RECEIPT_CONFIRMED = "Msg_ReceiptConfirmed";
    static final String AFTER_SALE_CLOSED = "Msg_AfterSaleClosed";
    /** What an order's fulfilment waits for, in order. */
    static final List<String> ALL = List.of(ALL_SHIPPED, ALL_DELIVERED, RECEIPT_CONFIRMED);

    static final String PARCEL_SIGNED = "Msg_ParcelSigned";
    static final String PARCEL_IN_TROUBLE = "Msg_ParcelInTrouble";

    private FulfilmentMessages() {}
}
