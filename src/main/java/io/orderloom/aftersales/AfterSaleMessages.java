package io.orderloom.aftersales;

/** Names of the messages that the after-sales models wait for. */
final class AfterSaleMessages {

    static final String REQUEST_DECIDED = "Msg_RequestDecided";
    static final String REQUEST_WITHDRAWN = "Msg_RequestWithdrawn";
    static final String DISPUTE_RAISED = "Msg_DisputeRaised";
    static final String DISPUTE_RULED = "Msg_DisputeRuled";
    static final String MONEY_BACK = "Msg_MoneyBack";

    static final String RETURN_SHIPPED = "Msg_ReturnShipped";
    static final String RETURN_PERIOD_EXTENDED = "Msg_ReturnPeriodExtended";
    static final String RETURN_ARRIVED = "Msg_ReturnArrived";
    static final String RETURN_INSPECTED = "Msg_ReturnInspected";

    static final String TOP_UP_PAID = "Msg_TopUpPaid";
    static final String REPLACEMENT_SHIPPED = "Msg_ReplacementShipped";
    static final String REPLACEMENT_GONE = "Msg_ReplacementGone";

    private AfterSaleMessages() {}
}
