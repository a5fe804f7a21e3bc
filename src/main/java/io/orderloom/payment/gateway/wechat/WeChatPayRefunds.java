package io.orderloom.payment.gateway.wechat;

import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.Amount;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import com.wechat.pay.java.service.refund.model.QueryByOutRefundNoRequest;
import com.wechat.pay.java.service.refund.model.Refund;
import com.wechat.pay.java.service.refund.model.Status;
import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.payment.PaymentGateway.RefundRequest;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.Money;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.RefundNo;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refunds at WeChat Pay (gateway's documents "apply for refund", "query refund"). */
final class WeChatPayRefunds {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatPayRefunds.class);
    private static final int BAD_REQUEST = 400;

    /** Codes that speak of the moment, not of this refund. */
    private static final Set<String> LATER = Set.of("FREQUENCY_LIMITED", "RATELIMIT_EXCEEDED");

    private final WeChatPaySettings settings;
    private final RefundService service;

    WeChatPayRefunds(WeChatPaySettings settings, HttpClient http) {
        this.settings = settings;
        this.service = new RefundService.Builder().httpClient(http).build();
    }

    Outcome<GatewayRefund> ask(RefundRequest request) {
        RefundNo refundNo = request.refund().refundNo();
        AmountReq amount = new AmountReq();
        amount.setRefund(request.amount().fen());
        amount.setTotal(request.total().fen());
        amount.setCurrency(Money.CURRENCY);
        CreateRequest body = new CreateRequest();
        body.setOutTradeNo(request.refund().payment().paymentNo().value());
        body.setOutRefundNo(refundNo.value());
        body.setReason(reason(request));
        if (!settings.refundNotifyUrl().isBlank()) {
            body.setNotifyUrl(settings.refundNotifyUrl());
        }
        body.setAmount(amount);
        try {
            return told(refundNo, service.create(body));
        } catch (RuntimeException e) {
            String code = WeChatPayTrouble.code(e);
            if (code.equals("NOT_ENOUGH")) {
                return new Outcome.Succeeded<>(bare(refundNo, RefundState.NOT_ENOUGH));
            }
            if (LATER.contains(code)) {
                return new Outcome.Succeeded<>(bare(refundNo, RefundState.LATER));
            }
            return refused(e)
                    ? new Outcome.Declined<>(code, "WeChat Pay refused the refund")
                    : WeChatPayTrouble.outcome("ask for refund", refundNo, e);
        }
    }

    Outcome<GatewayRefund> query(RefundNo refundNo) {
        QueryByOutRefundNoRequest request = new QueryByOutRefundNoRequest();
        request.setOutRefundNo(refundNo.value());
        try {
            return told(refundNo, service.queryByOutRefundNo(request));
        } catch (RuntimeException e) {
            return WeChatPayTrouble.code(e).equals("RESOURCE_NOT_EXISTS")
                    ? new Outcome.Succeeded<>(bare(refundNo, RefundState.NOT_EXIST))
                    : WeChatPayTrouble.outcome("query refund", refundNo, e);
        }
    }

    /** @throws WeChatPayReport.Unreadable when it says something that has no meaning for us */
    static GatewayRefund report(
            @Nullable String refundNo,
            @Nullable Status status,
            @Nullable Amount amount,
            @Nullable String refundId,
            @Nullable String successTime) {
        if (refundNo == null || !BusinessNumbers.isNumber(refundNo)) {
            throw new WeChatPayReport.Unreadable("the refund has no number of ours");
        }
        if (status == null) {
            // The SDK reads a state that it does not know as none.
            throw new WeChatPayReport.Unreadable("the refund is in a state that is not known");
        }
        return new GatewayRefund(
                new RefundNo(refundNo),
                switch (status) {
                    case SUCCESS -> RefundState.SUCCEEDED;
                    case PROCESSING -> RefundState.PROCESSING;
                    case ABNORMAL, CLOSED -> RefundState.ABNORMAL;
                },
                amount == null ? null : amount.getRefund(),
                refundId,
                WeChatPayReport.time(successTime));
    }

    private static Outcome<GatewayRefund> told(RefundNo refundNo, Refund refund) {
        try {
            GatewayRefund told = report(
                    refund.getOutRefundNo(),
                    refund.getStatus(),
                    refund.getAmount(),
                    refund.getRefundId(),
                    refund.getSuccessTime());
            if (told.refundNo().equals(refundNo)) {
                return new Outcome.Succeeded<>(told);
            }
            LOG.warn("WeChat Pay was asked about refund {} and answered about another", refundNo);
            return new Outcome.Unknown<>("The answer is about another refund");
        } catch (WeChatPayReport.Unreadable e) {
            LOG.warn("WeChat Pay's answer about refund {} is not understood: {}", refundNo, e.getMessage());
            return new Outcome.Unknown<>(String.valueOf(e.getMessage()));
        }
    }

    /** A refusal with a code, other than "something broke on our side". */
    private static boolean refused(RuntimeException e) {
        String code = WeChatPayTrouble.code(e);
        return e instanceof com.wechat.pay.java.core.exception.ServiceException refusal
                && refusal.getHttpStatusCode() >= BAD_REQUEST
                && refusal.getHttpStatusCode() < BAD_REQUEST + 100
                && !code.isEmpty()
                && !code.equals("SYSTEM_ERROR");
    }

    /** What the payer reads, at most 80 bytes. */
    private static String reason(RefundRequest request) {
        return switch (request.reason()) {
            case AFTER_SALE -> "售后退款";
            case LATE_PAYMENT -> "订单已关闭，款项退回";
            case DUPLICATE_PAYMENT -> "重复支付，款项退回";
            case WRONG_AMOUNT -> "金额有误，款项退回";
            case REVIEW_REFUSED, STAFF -> "商家退款";
        };
    }

    private static GatewayRefund bare(RefundNo refundNo, RefundState state) {
        return new GatewayRefund(refundNo, state, null, null, null);
    }
}
