package io.orderloom.payment.gateway.alipay;

import com.alipay.api.AlipayApiException;
import com.alipay.api.domain.AlipayTradeFastpayRefundQueryModel;
import com.alipay.api.domain.AlipayTradeRefundModel;
import com.alipay.api.request.AlipayTradeFastpayRefundQueryRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.response.AlipayTradeFastpayRefundQueryResponse;
import com.alipay.api.response.AlipayTradeRefundResponse;
import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.payment.PaymentGateway.RefundRef;
import io.orderloom.payment.PaymentGateway.RefundRequest;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.RefundNo;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refunds at Alipay, which pay out at once or not at all. What a refund's answer tells of money is the sum of
 * all refunds of the payment, so only the refund query is asked for an amount.
 */
final class AlipayRefunds {

    private static final Logger LOG = LoggerFactory.getLogger(AlipayRefunds.class);

    private final AlipayCalls client;

    AlipayRefunds(AlipayCalls client) {
        this.client = client;
    }

    Outcome<GatewayRefund> ask(RefundRequest request) {
        RefundNo refundNo = request.refund().refundNo();
        AlipayTradeRefundModel model = new AlipayTradeRefundModel();
        model.setOutTradeNo(request.refund().payment().paymentNo().value());
        model.setOutRequestNo(refundNo.value());
        model.setRefundAmount(AlipayWords.yuan(request.amount()));
        model.setRefundReason(
                switch (request.reason()) {
                    case AFTER_SALE -> "售后退款";
                    case LATE_PAYMENT -> "订单已关闭，款项退回";
                    case DUPLICATE_PAYMENT -> "重复支付，款项退回";
                    case WRONG_AMOUNT -> "金额有误，款项退回";
                    case REVIEW_REFUSED, STAFF -> "商家退款";
                });
        AlipayTradeRefundRequest call = new AlipayTradeRefundRequest();
        call.setBizModel(model);
        try {
            AlipayTradeRefundResponse answer = client.execute(call);
            if (answer.isSuccess()) {
                if (!AlipayWords.isAbout(request.refund().payment().paymentNo(), answer.getOutTradeNo())) {
                    return another(refundNo);
                }
                // N: this very call moved nothing, because an earlier one did or because it is under way.
                return "Y".equals(answer.getFundChange())
                        ? new Outcome.Succeeded<>(new GatewayRefund(
                                refundNo,
                                RefundState.SUCCEEDED,
                                request.amount().fen(),
                                answer.getTradeNo(),
                                AlipayWords.time(answer.getGmtRefundPay())))
                        : new Outcome.Succeeded<>(bare(refundNo, RefundState.PROCESSING));
            }
            if (AlipayTrouble.isLimited(answer)) {
                return new Outcome.Succeeded<>(bare(refundNo, RefundState.LATER));
            }
            return AlipayTrouble.code(answer).equals("ACQ.SELLER_BALANCE_NOT_ENOUGH")
                    ? new Outcome.Succeeded<>(bare(refundNo, RefundState.NOT_ENOUGH))
                    : AlipayTrouble.outcome("ask for refund", refundNo, answer);
        } catch (AlipayApiException | RuntimeException e) {
            return AlipayTrouble.outcome("ask for refund", refundNo, e);
        }
    }

    Outcome<GatewayRefund> query(RefundRef refund) {
        RefundNo refundNo = refund.refundNo();
        AlipayTradeFastpayRefundQueryModel model = new AlipayTradeFastpayRefundQueryModel();
        model.setOutTradeNo(refund.payment().paymentNo().value());
        model.setOutRequestNo(refundNo.value());
        model.setQueryOptions(List.of("gmt_refund_pay"));
        AlipayTradeFastpayRefundQueryRequest call = new AlipayTradeFastpayRefundQueryRequest();
        call.setBizModel(model);
        try {
            AlipayTradeFastpayRefundQueryResponse answer = client.execute(call);
            return answer.isSuccess()
                    ? told(refundNo, answer)
                    : AlipayTrouble.outcome("query refund", refundNo, answer);
        } catch (AlipayApiException | RuntimeException e) {
            return AlipayTrouble.outcome("query refund", refundNo, e);
        }
    }

    private static Outcome<GatewayRefund> told(RefundNo refundNo, AlipayTradeFastpayRefundQueryResponse answer) {
        String status = Objects.requireNonNullElse(answer.getRefundStatus(), "");
        @Nullable String about = answer.getOutRequestNo();
        if (about != null && !about.equals(refundNo.value())) {
            return another(refundNo);
        }
        try {
            return switch (status) {
                case "REFUND_SUCCESS" ->
                    new Outcome.Succeeded<>(new GatewayRefund(
                            refundNo,
                            RefundState.SUCCEEDED,
                            AlipayWords.fen(answer.getRefundAmount()),
                            answer.getTradeNo(),
                            AlipayWords.time(answer.getGmtRefundPay())));
                case "REFUND_PROCESSING" -> new Outcome.Succeeded<>(bare(refundNo, RefundState.PROCESSING));
                case "REFUND_FAIL" -> new Outcome.Succeeded<>(bare(refundNo, RefundState.ABNORMAL));
                // A success that tells of no refund: there is none. The same number may be asked again.
                case "" -> new Outcome.Succeeded<>(bare(refundNo, RefundState.NOT_EXIST));
                default -> new Outcome.Unknown<>("The refund is in a state that is not known");
            };
        } catch (AlipayWords.Unreadable e) {
            LOG.warn("Alipay's answer about refund {} is not understood: {}", refundNo, e.getMessage());
            return new Outcome.Unknown<>(String.valueOf(e.getMessage()));
        }
    }

    private static Outcome<GatewayRefund> another(RefundNo refundNo) {
        LOG.warn("Alipay was asked about refund {} and answered about another", refundNo);
        return new Outcome.Unknown<>("The answer is about another refund");
    }

    private static GatewayRefund bare(RefundNo refundNo, RefundState state) {
        return new GatewayRefund(refundNo, state, null, null, null);
    }
}
