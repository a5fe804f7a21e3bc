package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.PaymentGateway.GatewayPayment;
import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.gateway.MerchantNumber;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.Money;
import io.orderloom.shared.RefundNo;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what query and notification tell of a transaction. Card numbers in it are left where they are. */
final class UnionPayReport {

    /** ISO 4217 number of the yuan. */
    static final String YUAN = "156";

    private static final Pattern FEN = Pattern.compile("[0-9]{1,12}");

    private UnionPayReport() {}

    /** The transaction says something that has no meaning for us. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /** What is known of a payment in this state. */
    static GatewayPayment payment(UnionPayFields told, State state) throws Unreadable {
        boolean paid = state == State.PAID;
        return new GatewayPayment(
                number(told),
                state,
                paid ? fen(told) : null,
                paid ? currency(told) : null,
                paid ? transaction(told) : null,
                paid ? UnionPayTimes.traced(told.get("traceTime"), told.get("txnTime")) : null,
                null,
                true);
    }

    static GatewayRefund refund(UnionPayFields told, RefundState state) throws Unreadable {
        boolean settled = state == RefundState.SUCCEEDED;
        @Nullable
        Instant refundedAt = settled ? UnionPayTimes.traced(told.get("traceTime"), told.get("txnTime")) : null;
        return new GatewayRefund(
                refundNo(told),
                state,
                settled ? fen(told) : null,
                told.get("queryId").isEmpty() ? null : told.get("queryId"),
                refundedAt);
    }

    private static String number(UnionPayFields told) throws Unreadable {
        return MerchantNumber.of(told.get("orderId")).orElseThrow(() -> new Unreadable("it has no number"));
    }

    private static RefundNo refundNo(UnionPayFields told) throws Unreadable {
        String orderId = told.get("orderId");
        if (!BusinessNumbers.isNumber(orderId)) {
            throw new Unreadable("it has no number of ours");
        }
        return new RefundNo(orderId);
    }

    /** Written as {@code 1000} or {@code 000000001000}. */
    private static Long fen(UnionPayFields told) throws Unreadable {
        String amount = told.get("txnAmt");
        if (!FEN.matcher(amount).matches()) {
            throw new Unreadable("its amount cannot be read");
        }
        return Long.valueOf(amount);
    }

    private static String currency(UnionPayFields told) {
        String number = told.get("currencyCode");
        return number.equals(YUAN) ? Money.CURRENCY : number.substring(0, Math.min(number.length(), 3));
    }

    /** Refunds need it, so a success without it is none. */
    private static String transaction(UnionPayFields told) throws Unreadable {
        String queryId = told.get("queryId");
        if (queryId.isEmpty() || queryId.length() > 32) {
            throw new Unreadable("it has no number of UnionPay's");
        }
        return queryId;
    }
}
