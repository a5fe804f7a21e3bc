package io.orderloom.aftersales;

/** Names of the messages that the after-sales models wait for. */
final class AfterSaleMessages {

    static final String REQUEST_DECIDED = "Msg_RequestDecided";
    static final String REQUEST_WITHDRAWN = "Msg_RequestWithdrawn";
    static final String DISPUTE_RAISED = "Msg_DisputeRaised";
    static final String DISPUTE_RULED = "Msg_DisputeRuled";
    static final String MONEY_BACK = "Msg_MoneyBack";

    private AfterSaleMessages() {}
}
