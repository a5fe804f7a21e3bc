package io.orderloom.payment.gateway.wechat;

import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.service.payments.jsapi.JsapiServiceExtension;
import com.wechat.pay.java.service.payments.jsapi.model.CloseOrderRequest;
import com.wechat.pay.java.service.payments.jsapi.model.QueryOrderByOutTradeNoRequest;
import com.wechat.pay.java.service.payments.model.Transaction;
import io.orderloom.payment.Channel;
import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.Scene;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Payments at WeChat Pay through its own SDK. Query and close are the same call for every scene. */
final class WeChatPayGateway implements PaymentGateway {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatPayGateway.class);

    private static final Set<String> UNHEARD_OF = Set.of("ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS");

    /** Gateway's document "apply for refund"; a minute apart, and a little for clocks that differ. */
    private static final RefundLimits REFUND_LIMITS =
            new RefundLimits(Duration.ofSeconds(61), 50, Duration.ofDays(365));

    private final WeChatPaySettings settings;
    private final WeChatPayPrepay prepay;
    private final WeChatPayRefunds refunds;
    private final JsapiServiceExtension service;
    private final WeChatPayReport report;

    WeChatPayGateway(WeChatPaySettings settings, WeChatPayKeys keys) {
        HttpClient http = new DefaultHttpClientBuilder()
                .config(keys)
                .okHttpClient(WeChatPayWire.client(settings))
                .build();
        this.settings = settings;
        this.prepay = new WeChatPayPrepay(settings, keys, http);
        this.refunds = new WeChatPayRefunds(settings, http);
        this.service = new JsapiServiceExtension.Builder()
                .config(keys)
                .httpClient(http)
                .build();
        this.report = new WeChatPayReport(settings);
    }

    @Override
    public Channel channel() {
        return Channel.WECHAT_PAY;
    }

    @Override
    public Set<Scene> scenes() {
        return EnumSet.allOf(Scene.class);
    }

    @Override
    public Outcome<Map<String, String>> prepay(PrepayRequest request) {
        WeChatPayPrepay.requireWhatTheSceneNeeds(request);
        try {
            return new Outcome.Succeeded<>(prepay.open(request));
        } catch (RuntimeException e) {
            return WeChatPayTrouble.outcome("open payment", request.payment().paymentNo(), e);
        }
    }

    @Override
    public Outcome<GatewayPayment> query(PaymentRef payment) {
        PaymentNo paymentNo = payment.paymentNo();
        QueryOrderByOutTradeNoRequest request = new QueryOrderByOutTradeNoRequest();
        request.setMchid(settings.mchId());
        request.setOutTradeNo(paymentNo.value());
        try {
            Transaction transaction = service.queryOrderByOutTradeNo(request);
            GatewayPayment told = report.read(transaction);
            if (!told.number().equals(paymentNo.value())) {
                LOG.warn("WeChat Pay was asked about payment {} and answered about another", paymentNo);
                return new Outcome.Unknown<>("The answer is about another payment");
            }
            return new Outcome.Succeeded<>(told);
        } catch (WeChatPayReport.Unreadable e) {
            LOG.warn("WeChat Pay's answer about payment {} is not understood: {}", paymentNo, e.getMessage());
            return new Outcome.Unknown<>(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return UNHEARD_OF.contains(WeChatPayTrouble.code(e))
                    ? new Outcome.Succeeded<>(unheardOf(paymentNo))
                    : WeChatPayTrouble.outcome("query payment", paymentNo, e);
        }
    }

    /**
     * Always: who pays needs what the opening call answered, and a call without an answer gave it to nobody.
     */
    @Override
    public boolean absenceIsFinal(PaymentRef payment, Instant now) {
        return true;
    }

    @Override
    public Outcome<CloseAnswer> close(PaymentRef payment) {
        CloseOrderRequest request = new CloseOrderRequest();
        request.setMchid(settings.mchId());
        request.setOutTradeNo(payment.paymentNo().value());
        try {
            service.closeOrder(request);
            return new Outcome.Succeeded<>(CloseAnswer.ACCEPTED);
        } catch (RuntimeException e) {
            return switch (WeChatPayTrouble.code(e)) {
                case "ORDERPAID" -> new Outcome.Succeeded<>(CloseAnswer.ALREADY_PAID);
                // Said while the payer types the password, too; neither is a reason to hurry.
                case "FREQUENCY_LIMITED", "RATELIMIT_EXCEEDED", "USERPAYING" ->
                    new Outcome.Succeeded<>(CloseAnswer.LATER);
                case "ORDER_CLOSED", "ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS" ->
                    new Outcome.Succeeded<>(CloseAnswer.ACCEPTED);
                default -> WeChatPayTrouble.outcome("close payment", payment.paymentNo(), e);
            };
        }
    }

    @Override
    public Outcome<GatewayRefund> refund(RefundRequest request) {
        return refunds.ask(request);
    }

    @Override
    public Outcome<GatewayRefund> queryRefund(RefundRef refund) {
        return refunds.query(refund.refundNo());
    }

    @Override
    public RefundLimits refundLimits() {
        return REFUND_LIMITS;
    }

    private static GatewayPayment unheardOf(PaymentNo paymentNo) {
        return new GatewayPayment(paymentNo.value(), State.NOT_EXIST, null, null, null, null, null, true);
    }
}
