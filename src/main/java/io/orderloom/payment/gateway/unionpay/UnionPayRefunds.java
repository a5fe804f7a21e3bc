package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.PaymentGateway.GatewayPayment;
import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.payment.PaymentGateway.PaymentRef;
import io.orderloom.payment.PaymentGateway.RefundRef;
import io.orderloom.payment.PaymentGateway.RefundRequest;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.shared.Outcome;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refunds (gateway's document "refund transaction"): a transaction of their own, with number and time. */
final class UnionPayRefunds {

    private static final Logger LOG = LoggerFactory.getLogger(UnionPayRefunds.class);

    private final UnionPaySettings settings;
    private final UnionPayCalls calls;
    private final Function<PaymentRef, Outcome<GatewayPayment>> payments;

    /** @param payments asks what became of a payment */
    UnionPayRefunds(
            UnionPaySettings settings, UnionPayCalls calls, Function<PaymentRef, Outcome<GatewayPayment>> payments) {
        this.settings = settings;
        this.calls = calls;
        this.payments = payments;
    }

    Outcome<GatewayRefund> ask(RefundRequest request) {
        String origQryId = request.gatewayTransactionId();
        if (origQryId == null
                && payments.apply(request.refund().payment()) instanceof Outcome.Succeeded<GatewayPayment> told) {
            origQryId = told.value().gatewayTransactionId();
        }
        if (origQryId == null) {
            return new Outcome.NotExecuted<>("UnionPay's number of the payment is not known");
        }
        UnionPayFields message = message(request.refund())
                .with("txnType", "04")
                .with("txnSubType", "00")
                .with("backUrl", settings.notifyUrl())
                .with("origQryId", origQryId);
        Outcome<UnionPayFields> asked =
                calls.ask("ask for refund", "backTransReq.do", UnionPayCalls.withAmount(message, request.amount()));
        return asked instanceof Outcome.Succeeded<UnionPayFields> answered
                ? accepted(request.refund(), answered.value().get("respCode"))
                : UnionPayGateway.failure(asked);
    }

    private Outcome<GatewayRefund> accepted(RefundRef refund, String code) {
        if (UnionPayCodes.isDone(code) || UnionPayCodes.isUnderWay(code)) {
            return new Outcome.Succeeded<>(bare(refund, RefundState.PROCESSING));
        }
        return switch (code) {
            // An earlier message of this number arrived; what became of it counts.
            case UnionPayCodes.DUPLICATE -> known(refund);
            case UnionPayCodes.BALANCE_TOO_LOW -> new Outcome.Succeeded<>(bare(refund, RefundState.NOT_ENOUGH));
            case UnionPayCodes.TOO_OFTEN -> new Outcome.Succeeded<>(bare(refund, RefundState.LATER));
            default ->
                UnionPayCodes.isFailed(code)
                        ? new Outcome.Declined<>(code, "UnionPay refused the refund")
                        : new Outcome.Unknown<>("respCode " + code);
        };
    }

    private Outcome<GatewayRefund> known(RefundRef refund) {
        Outcome<GatewayRefund> told = query(refund);
        return told instanceof Outcome.Succeeded<GatewayRefund> success
                        && success.value().state() == RefundState.NOT_EXIST
                ? new Outcome.Unknown<>("UnionPay calls the refund a duplicate and does not know it")
                : told;
    }

    Outcome<GatewayRefund> query(RefundRef refund) {
        Outcome<UnionPayFields> asked = calls.ask(
                "query refund",
                "queryTrans.do",
                message(refund).with("txnType", "00").with("txnSubType", "00"));
        if (!(asked instanceof Outcome.Succeeded<UnionPayFields> answered)) {
            return UnionPayGateway.failure(asked);
        }
        UnionPayFields answer = answered.value();
        String code = answer.get("respCode");
        if (code.equals(UnionPayCodes.NO_SUCH_TRANSACTION)) {
            return new Outcome.Succeeded<>(bare(refund, RefundState.NOT_EXIST));
        }
        if (!UnionPayCodes.isDone(code)) {
            return new Outcome.Unknown<>("respCode " + code);
        }
        try {
            RefundState state = state(answer.get("origRespCode"));
            return state == null
                    ? new Outcome.Unknown<>("origRespCode " + answer.get("origRespCode"))
                    : new Outcome.Succeeded<>(UnionPayReport.refund(answer, state));
        } catch (UnionPayReport.Unreadable e) {
            LOG.warn("UnionPay's answer about refund {} is not understood: {}", refund.refundNo(), e.getMessage());
            return new Outcome.Unknown<>(String.valueOf(e.getMessage()));
        }
    }

    /** What a code says of a refund; null when it says nothing final. */
    static @Nullable RefundState state(String code) {
        if (UnionPayCodes.isDone(code)) {
            return RefundState.SUCCEEDED;
        }
        if (UnionPayCodes.isFailed(code)) {
            // The number is used up; the money has to go back another way.
            return RefundState.ABNORMAL;
        }
        return UnionPayCodes.isUnderWay(code) ? RefundState.PROCESSING : null;
    }

    private UnionPayFields message(RefundRef refund) {
        return calls.message(
                UnionPayProduct.of(refund.payment().scene()),
                refund.refundNo().value(),
                UnionPayTimes.text(refund.requestedAt()));
    }

    private static GatewayRefund bare(RefundRef refund, RefundState state) {
        return new GatewayRefund(refund.refundNo(), state, null, null, null);
    }
}
