package io.orderloom.fulfilment;

/** Names of the messages that the fulfilment and parcel models wait for. */
final class FulfilmentMessages {

    static final String ALL_SHIPPED = "Msg_AllShipped";
    static final String ALL_DELIVERED = "Msg_AllDelivered";
    static final String RECEIPT_CONFIRMED = "Msg_ReceiptConfirmed";
    static final String PARCEL_SIGNED = "Msg_ParcelSigned";

    private FulfilmentMessages() {}
}
