package io.orderloom.sandbox.unionpay;

import io.orderloom.sandbox.crypto.Randoms;

/**
 * UnionPay's own number of a transaction, 21 digits. The time of the order is part of it, and so the sandbox
 * keeps the second half of a transaction's key there.
 */
final class QueryId {

    private QueryId() {}

    /** A new one for an order of this {@code yyyyMMddHHmmss}. */
    static String of(String txnTime) {
        return "95" + txnTime.substring(2) + Randoms.digits(7);
    }

    static boolean isOf(String queryId, String txnTime) {
        return txnTime.length() == 14 && queryId.startsWith(txnTime.substring(2), 2);
    }

    static String txnTime(String queryId) {
        return "20" + queryId.substring(2, 14);
    }

    static String traceNo(String queryId) {
        return queryId.substring(14, 20);
    }
}
