package io.orderloom.sandbox.unionpay;

import io.orderloom.sandbox.bills.Bills;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.faults.GatewayCall.Fate;
import io.orderloom.sandbox.wire.HttpAnswer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Tells what became of a transaction. Until the payer has done something there is none, even when a code or a
 * number was handed out.
 */
final class UnionPayQueries {

    private final Books books;
    private final Supplier<Instant> clock;

    UnionPayQueries(Books books, Supplier<Instant> clock) {
        this.books = books;
        this.clock = clock;
    }

    HttpAnswer query(UnionPayWords words, Fate fate) {
        Map<String, String> asked = words.asked();
        if (!"00".equals(asked.get("txnType"))) {
            throw words.refusal("13");
        }
        String number = asked.getOrDefault("orderId", "");
        String txnTime = asked.getOrDefault("txnTime", "");
        Optional<Refund> refund =
                books.refund(UnionPay.NAME, number).filter(found -> QueryId.isOf(found.refundId(), txnTime));
        if (refund.isPresent()) {
            return words.done(told(refund.get(), fate));
        }
        Payment payment = books.payment(UnionPay.NAME, number)
                .filter(found -> QueryId.isOf(found.terms().transactionId(), txnTime))
                .orElseThrow(() -> words.refusal("34"));
        String code = code(payment, fate);
        if (code.equals("34")) {
            throw words.refusal("34");
        }
        Map<String, String> more = new TreeMap<>();
        more.put("origRespCode", code);
        more.put("origRespMsg", UnionPayWords.message(code));
        if (payment.paidAt() != null) {
            more.putAll(told(payment));
        }
        return words.done(more);
    }

    private String code(Payment payment, Fate fate) {
        if (payment.state().paid()) {
            return "00";
        }
        if (fate != Fate.NORMAL) {
            return fate == Fate.UNDECIDED ? "05" : "64";
        }
        boolean pageOpened = payment.terms().scene().equals(UnionPayOrders.Scene.H5.name());
        if (!pageOpened) {
            return "34";
        }
        return payment.stateAt(clock.get()) == Payment.State.NOTPAY ? "70" : "69";
    }

    /** A payment that succeeded, as query and notification tell it. */
    static Map<String, String> told(Payment payment) {
        String queryId = payment.terms().transactionId();
        Instant at = java.util.Objects.requireNonNull(payment.paidAt());
        Map<String, String> told = new TreeMap<>();
        told.put("queryId", queryId);
        told.put("txnAmt", Long.toString(payment.amountFen()));
        told.put("currencyCode", "156");
        told.put("settleAmt", Long.toString(payment.amountFen()));
        told.put("settleCurrencyCode", "156");
        told.put("accNo", "621626*********0018");
        told.putAll(traced(queryId, at));
        return told;
    }

    private static Map<String, String> told(Refund refund, Fate fate) {
        Refund.State state =
                switch (fate) {
                    case NORMAL -> refund.state();
                    case UNDECIDED -> Refund.State.PROCESSING;
                    case ABNORMAL -> Refund.State.ABNORMAL;
                };
        Map<String, String> told = new TreeMap<>(told(refund));
        told.put("origRespCode", UnionPayRefunds.code(state));
        told.put("origRespMsg", UnionPayWords.message(UnionPayRefunds.code(state)));
        return told;
    }

    static Map<String, String> told(Refund refund) {
        Map<String, String> told = new TreeMap<>();
        told.put("queryId", refund.refundId());
        told.put("txnAmt", Long.toString(refund.amountFen()));
        told.put("currencyCode", "156");
        Instant at = refund.settledAt() == null ? refund.createdAt() : refund.settledAt();
        told.putAll(traced(refund.refundId(), at));
        return told;
    }

    private static Map<String, String> traced(String queryId, Instant at) {
        String traceTime = UnionPayWords.time(at).substring(4);
        return Map.of(
                "traceNo",
                QueryId.traceNo(queryId),
                "traceTime",
                traceTime,
                "settleDate",
                UnionPayFiles.settleDate(Bills.dayOf(UnionPay.NAME, at)));
    }
}
