package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.Channel;
import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.Scene;
import io.orderloom.shared.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Payments at UnionPay: its page in the browser, its control in an app, its codes. */
final class UnionPayGateway implements PaymentGateway {

    private static final Logger LOG = LoggerFactory.getLogger(UnionPayGateway.class);

    private static final Set<Scene> SCENES = Collections.unmodifiableSet(EnumSet.of(Scene.NATIVE, Scene.H5, Scene.APP));

    /** For clocks that differ, and for a payment that the bank is still about when the time is over. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final UnionPayCalls calls;
    private final UnionPayPrepay prepay;
    private final UnionPayRefunds refunds;
    private final RefundLimits refundLimits;

    UnionPayGateway(UnionPaySettings settings, UnionPayKeys keys) {
        calls = new UnionPayCalls(settings, keys);
        prepay = new UnionPayPrepay(settings, calls);
        refunds = new UnionPayRefunds(settings, calls, this::query);
        refundLimits = new RefundLimits(Duration.ZERO, RefundLimits.ANY_NUMBER, settings.refundWindow());
    }

    @Override
    public Channel channel() {
        return Channel.UNIONPAY;
    }

    @Override
    public Set<Scene> scenes() {
        return SCENES;
    }

    @Override
    public Outcome<Map<String, String>> prepay(PrepayRequest request) {
        return prepay.open(request);
    }

    @Override
    public Outcome<GatewayPayment> query(PaymentRef payment) {
        Outcome<UnionPayFields> asked = calls.ask(
                "query payment",
                "queryTrans.do",
                calls.message(
                                UnionPayProduct.of(payment.scene()),
                                payment.paymentNo().value(),
                                UnionPayTimes.text(payment.openedAt()))
                        .with("txnType", "00")
                        .with("txnSubType", "00"));
        if (!(asked instanceof Outcome.Succeeded<UnionPayFields> answered)) {
            return failure(asked);
        }
        UnionPayFields answer = answered.value();
        String code = answer.get("respCode");
        // The code of the query says whether there is such a transaction, the other what became of it.
        String known = code.equals(UnionPayCodes.NO_SUCH_TRANSACTION) ? code : answer.get("origRespCode");
        if (!code.equals(UnionPayCodes.NO_SUCH_TRANSACTION) && !UnionPayCodes.isDone(code)) {
            return new Outcome.Unknown<>("respCode " + code);
        }
        try {
            State state = state(known);
            return state == null
                    ? new Outcome.Unknown<>("origRespCode " + known)
                    : new Outcome.Succeeded<>(UnionPayReport.payment(answer, state));
        } catch (UnionPayReport.Unreadable e) {
            LOG.warn("UnionPay's answer about payment {} is not understood: {}", payment.paymentNo(), e.getMessage());
            return new Outcome.Unknown<>(String.valueOf(e.getMessage()));
        }
    }

    /**
     * What a code says of a payment; null when it says nothing final. A failed attempt leaves the payment as it
     * was before: nothing has moved, and until its time is over the payer may take another card.
     */
    static @Nullable State state(String code) {
        if (UnionPayCodes.isDone(code)) {
            return State.PAID;
        }
        if (UnionPayCodes.isUnderWay(code)) {
            return State.PAYING;
        }
        return code.equals(UnionPayCodes.NO_SUCH_TRANSACTION) || UnionPayCodes.isFailed(code) ? State.NOT_EXIST : null;
    }

    /** UnionPay hears of a payment only when the payer acts, until {@code payTimeout}. */
    @Override
    public boolean absenceIsFinal(PaymentRef payment, Instant now) {
        return now.isAfter(payment.expiresAt().plus(MARGIN));
    }

    /** There is no way to close: the payment ends by its own time, and until then one asks again. */
    @Override
    public Outcome<CloseAnswer> close(PaymentRef payment) {
        return new Outcome.Succeeded<>(CloseAnswer.LATER);
    }

    @Override
    public Outcome<GatewayRefund> refund(RefundRequest request) {
        return refunds.ask(request);
    }

    @Override
    public Outcome<GatewayRefund> queryRefund(RefundRef refund) {
        return refunds.query(refund);
    }

    @Override
    public RefundLimits refundLimits() {
        return refundLimits;
    }

    /** The same failure of a call, whatever its success would have been. */
    static <T> Outcome<T> failure(Outcome<UnionPayFields> asked) {
        return asked instanceof Outcome.NotExecuted<UnionPayFields> notExecuted
                ? new Outcome.NotExecuted<>(notExecuted.reason())
                : new Outcome.Unknown<>(asked.reasonOfFailure());
    }
}
