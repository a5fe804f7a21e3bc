package io.orderloom.payment.gateway.alipay;

import com.alipay.api.AlipayApiException;
import com.alipay.api.domain.AlipayTradeCloseModel;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.request.AlipayTradeCloseRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.response.AlipayTradeCloseResponse;
import com.alipay.api.response.AlipayTradeQueryResponse;
import io.orderloom.payment.Channel;
import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.Scene;
import io.orderloom.shared.Money;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Payments at Alipay through its own SDK. For NATIVE, H5 and APP there is no trade until the payer has opened
 * it: "no such trade" then means not paid yet.
 */
final class AlipayGateway implements PaymentGateway {

    private static final Logger LOG = LoggerFactory.getLogger(AlipayGateway.class);

    private static final String UNHEARD_OF = "ACQ.TRADE_NOT_EXIST";

    /** The payer is paying at this moment. */
    private static final String PAYING = "10003";

    /** A code or a page that is opened at the last second makes a trade a little later. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final AlipayCalls client;
    private final AlipayPrepay prepay;
    private final AlipayRefunds refunds;
    private final RefundLimits refundLimits;

    AlipayGateway(AlipaySettings settings, AlipayKeys keys) {
        this.client = AlipayWire.client(settings, keys);
        this.prepay = new AlipayPrepay(settings, client);
        this.refunds = new AlipayRefunds(client);
        this.refundLimits = new RefundLimits(Duration.ZERO, RefundLimits.ANY_NUMBER, settings.refundWindow());
    }

    @Override
    public Channel channel() {
        return Channel.ALIPAY;
    }

    @Override
    public Set<Scene> scenes() {
        return EnumSet.allOf(Scene.class);
    }

    @Override
    public Outcome<Map<String, String>> prepay(PrepayRequest request) {
        AlipayPrepay.requireWhatTheSceneNeeds(request);
        return prepay.open(request);
    }

    @Override
    public Outcome<GatewayPayment> query(PaymentRef payment) {
        PaymentNo paymentNo = payment.paymentNo();
        AlipayTradeQueryModel model = new AlipayTradeQueryModel();
        model.setOutTradeNo(paymentNo.value());
        AlipayTradeQueryRequest request = new AlipayTradeQueryRequest();
        request.setBizModel(model);
        try {
            AlipayTradeQueryResponse answer = client.execute(request);
            if (PAYING.equals(answer.getCode())) {
                return new Outcome.Succeeded<>(bare(paymentNo, State.PAYING));
            }
            if (!answer.isSuccess()) {
                return AlipayTrouble.code(answer).equals(UNHEARD_OF)
                        ? new Outcome.Succeeded<>(bare(paymentNo, State.NOT_EXIST))
                        : AlipayTrouble.outcome("query payment", paymentNo, answer);
            }
            return told(paymentNo, answer);
        } catch (AlipayApiException | RuntimeException e) {
            return AlipayTrouble.outcome("query payment", paymentNo, e);
        }
    }

    /**
     * Inside the mini-program always: who pays needs what the opening call answered. Elsewhere the shopper
     * holds something from which a trade can still come, until it has expired.
     */
    @Override
    public boolean absenceIsFinal(PaymentRef payment, Instant now) {
        return payment.scene() == Scene.MINI_PROGRAM
                || !now.isBefore(payment.expiresAt().plus(MARGIN));
    }

    @Override
    public Outcome<CloseAnswer> close(PaymentRef payment) {
        AlipayTradeCloseModel model = new AlipayTradeCloseModel();
        model.setOutTradeNo(payment.paymentNo().value());
        AlipayTradeCloseRequest request = new AlipayTradeCloseRequest();
        request.setBizModel(model);
        try {
            AlipayTradeCloseResponse answer = client.execute(request);
            if (answer.isSuccess()) {
                return AlipayWords.isAbout(payment.paymentNo(), answer.getOutTradeNo())
                        ? new Outcome.Succeeded<>(CloseAnswer.ACCEPTED)
                        : new Outcome.Unknown<>("The answer is about another payment");
            }
            if (AlipayTrouble.isLimited(answer)) {
                return new Outcome.Succeeded<>(CloseAnswer.LATER);
            }
            return switch (AlipayTrouble.code(answer)) {
                case UNHEARD_OF, "ACQ.TRADE_HAS_CLOSE" -> new Outcome.Succeeded<>(CloseAnswer.ACCEPTED);
                case "ACQ.TRADE_HAS_SUCCESS" -> new Outcome.Succeeded<>(CloseAnswer.ALREADY_PAID);
                // Said of paid trades and of closed ones alike.
                case "ACQ.TRADE_STATUS_ERROR" -> standing(payment);
                default -> AlipayTrouble.outcome("close payment", payment.paymentNo(), answer);
            };
        } catch (AlipayApiException | RuntimeException e) {
            return AlipayTrouble.outcome("close payment", payment.paymentNo(), e);
        }
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

    private Outcome<CloseAnswer> standing(PaymentRef payment) {
        Outcome<GatewayPayment> asked = query(payment);
        if (asked instanceof Outcome.Succeeded<GatewayPayment> known) {
            return new Outcome.Succeeded<>(
                    switch (known.value().state()) {
                        case PAID, REFUNDED -> CloseAnswer.ALREADY_PAID;
                        case CLOSED, NOT_EXIST -> CloseAnswer.ACCEPTED;
                        case NOT_PAID, PAYING -> CloseAnswer.LATER;
                    });
        }
        return new Outcome.Unknown<>("Alipay does not say in which state the payment is");
    }

    private static Outcome<GatewayPayment> told(PaymentNo asked, AlipayTradeQueryResponse answer) {
        try {
            if (!AlipayWords.isAbout(asked, answer.getOutTradeNo())) {
                LOG.warn("Alipay was asked about payment {} and answered about another", asked);
                return new Outcome.Unknown<>("The answer is about another payment");
            }
            @Nullable Instant paidAt = AlipayWords.time(answer.getSendPayDate());
            return new Outcome.Succeeded<>(new GatewayPayment(
                    asked.value(),
                    state(answer.getTradeStatus(), paidAt),
                    AlipayWords.fen(answer.getTotalAmount()),
                    currency(answer.getTransCurrency()),
                    answer.getTradeNo(),
                    paidAt,
                    payer(answer.getBuyerOpenId(), answer.getBuyerUserId()),
                    true));
        } catch (AlipayWords.Unreadable e) {
            LOG.warn("Alipay's answer about payment {} is not understood: {}", asked, e.getMessage());
            return new Outcome.Unknown<>(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Alipay closes what was never paid and what was refunded whole; only the time of payment tells them apart.
     *
     * @throws AlipayWords.Unreadable when the status is not known
     */
    static State state(@Nullable String status, @Nullable Instant paidAt) {
        return switch (Objects.requireNonNullElse(status, "")) {
            case "WAIT_BUYER_PAY" -> State.NOT_PAID;
            case "TRADE_SUCCESS", "TRADE_FINISHED" -> State.PAID;
            case "TRADE_CLOSED" -> paidAt == null ? State.CLOSED : State.REFUNDED;
            default -> throw new AlipayWords.Unreadable("the payment is in a state that is not known");
        };
    }

    /** Named only where it is not the usual one. */
    static String currency(@Nullable String told) {
        return told == null || told.isBlank() ? Money.CURRENCY : told;
    }

    static @Nullable String payer(@Nullable String openId, @Nullable String userId) {
        return openId == null || openId.isBlank() ? userId : openId;
    }

    private static GatewayPayment bare(PaymentNo paymentNo, State state) {
        return new GatewayPayment(paymentNo.value(), state, null, null, null, null, null, true);
    }
}
