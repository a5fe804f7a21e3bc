package io.orderloom.payment.gateway.unionpay;

import java.util.Set;

/**
 * What UnionPay's {@code respCode} and {@code origRespCode} mean (gateway's document "response codes"). A code
 * that is not named here proves nothing, and whoever gets it asks again.
 */
final class UnionPayCodes {

    static final String DUPLICATE = "12";
    static final String NO_SUCH_TRANSACTION = "34";
    static final String TOO_OFTEN = "37";
    static final String BALANCE_TOO_LOW = "64";

    /** Done, or accepted; A6 is "done with a defect", the money has moved. */
    private static final Set<String> DONE = Set.of("00", "A6");

    /** Under way: accepted and not ended, or waiting for the payer's input. */
    private static final Set<String> UNDER_WAY = Set.of("05", "70");

    /**
     * It is over and no money has moved. 12 is not among them, since the first message of that number may have
     * succeeded; nor 42, 74 and 75, with which the payer's account was charged; nor any that says "busy".
     */
    private static final Set<String> FAILED = Set.of(
            "01", "10", "11", "13", "30", "31", "32", "33", "35", "36", "38", "39", "40", "43", "44", "60", "61", "62",
            "63", "64", "65", "66", "67", "68", "69", "71", "72", "73", "76", "77", "78", "79", "80", "81");

    private UnionPayCodes() {}

    static boolean isDone(String code) {
        return DONE.contains(code);
    }

    static boolean isUnderWay(String code) {
        return UNDER_WAY.contains(code);
    }

    static boolean isFailed(String code) {
        return FAILED.contains(code);
    }
}
