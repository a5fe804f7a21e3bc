package io.orderloom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAAutoCertificateConfig;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.notification.NotificationConfig;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.service.payments.jsapi.JsapiServiceExtension;
import com.wechat.pay.java.service.payments.jsapi.model.Amount;
import com.wechat.pay.java.service.payments.jsapi.model.CloseOrderRequest;
import com.wechat.pay.java.service.payments.jsapi.model.Payer;
import com.wechat.pay.java.service.payments.jsapi.model.PrepayRequest;
import com.wechat.pay.java.service.payments.jsapi.model.PrepayWithRequestPaymentResponse;
import com.wechat.pay.java.service.payments.jsapi.model.QueryOrderByIdRequest;
import com.wechat.pay.java.service.payments.jsapi.model.QueryOrderByOutTradeNoRequest;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import com.wechat.pay.java.service.refund.model.QueryByOutRefundNoRequest;
import com.wechat.pay.java.service.refund.model.Refund;
import com.wechat.pay.java.service.refund.model.RefundNotification;
import com.wechat.pay.java.service.refund.model.Status;
import io.orderloom.sandbox.TestMerchant.Received;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** The real WeChat Pay SDK finds nothing to complain about. */
class WechatPaySdkTest extends SandboxTest {

    private static OkHttpClient towards(Sandbox sandbox) {
        HttpUrl target = HttpUrl.get(sandbox.baseUrl());
        return new OkHttpClient.Builder()
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .url(chain.request()
                                .url()
                                .newBuilder()
                                .scheme(target.scheme())
                                .host(target.host())
                                .port(target.port())
                                .build())
                        .build()))
                .build();
    }

    private static RSAPublicKeyConfig publicKeyConfig() {
        return new RSAPublicKeyConfig.Builder()
                .merchantId(KEYS.mchId())
                .privateKey(KEYS.merchantPrivateKeyPem())
                .merchantSerialNumber(KEYS.merchantSerial())
                .publicKeyId(KEYS.platformPublicKeyId())
                .publicKey(KEYS.platformPublicKeyPem())
                .apiV3Key(KEYS.apiV3Key())
                .build();
    }

    private HttpClient client(Config config) {
        return new DefaultHttpClientBuilder()
                .config(config)
                .okHttpClient(towards(sandbox))
                .build();
    }

    private JsapiServiceExtension payments(Config config) {
        return new JsapiServiceExtension.Builder()
                .config(config)
                .httpClient(client(config))
                .build();
    }

    private PrepayRequest prepay(String paymentNo, int fen) {
        PrepayRequest request = new PrepayRequest();
        request.setAppid(KEYS.appId());
        request.setMchid(KEYS.mchId());
        request.setDescription("红色T恤 × 2");
        request.setOutTradeNo(paymentNo);
        request.setTimeExpire("2026-11-11T11:30:00+08:00");
        request.setNotifyUrl(merchant.url("/webhooks/wechat-pay/payments"));
        Amount amount = new Amount();
        amount.setTotal(fen);
        amount.setCurrency("CNY");
        request.setAmount(amount);
        Payer payer = new Payer();
        payer.setOpenid("openid-alice");
        request.setPayer(payer);
        return request;
    }

    private Transaction query(JsapiServiceExtension payments, String paymentNo) {
        QueryOrderByOutTradeNoRequest request = new QueryOrderByOutTradeNoRequest();
        request.setMchid(KEYS.mchId());
        request.setOutTradeNo(paymentNo);
        return payments.queryOrderByOutTradeNo(request);
    }

    private static RequestParam parameters(Received notice) {
        return new RequestParam.Builder()
                .serialNumber(notice.headers().getOrDefault("wechatpay-serial", ""))
                .nonce(notice.headers().getOrDefault("wechatpay-nonce", ""))
                .timestamp(notice.headers().getOrDefault("wechatpay-timestamp", ""))
                .signature(notice.headers().getOrDefault("wechatpay-signature", ""))
                .signType("WECHATPAY2-SHA256-RSA2048")
                .body(notice.body())
                .build();
    }

    @Test
    void opensPaysQueriesAndIsNotified() {
        RSAPublicKeyConfig config = publicKeyConfig();
        JsapiServiceExtension payments = payments(config);
        String paymentNo = TestMerchant.number();

        PrepayWithRequestPaymentResponse opened = payments.prepayWithRequestPayment(prepay(paymentNo, 22401));
        assertThat(query(payments, paymentNo).getTradeState()).isEqualTo(Transaction.TradeStateEnum.NOTPAY);
        assertThat(merchant.post("/sandbox/v1/client-calls", """
                                {"channel":"WECHAT_PAY","scene":"MINI_PROGRAM","clientParams":{"timeStamp":"%s",\
                                "nonceStr":"%s","package":"%s","signType":"%s","paySign":"%s"}}""".formatted(
                                        opened.getTimeStamp(),
                                        opened.getNonceStr(),
                                        opened.getPackageVal(),
                                        opened.getSignType(),
                                        opened.getPaySign()))
                        .status())
                .isEqualTo(200);
        merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "");
        sandbox.runDue();

        Transaction paid = query(payments, paymentNo);
        assertThat(paid.getTradeState()).isEqualTo(Transaction.TradeStateEnum.SUCCESS);
        QueryOrderByIdRequest byId = new QueryOrderByIdRequest();
        byId.setMchid(KEYS.mchId());
        byId.setTransactionId(paid.getTransactionId());
        assertThat(payments.queryOrderById(byId).getOutTradeNo()).isEqualTo(paymentNo);
        Transaction told = new NotificationParser((NotificationConfig) config)
                .parse(parameters(merchant.received.get(0)), Transaction.class);
        assertThat(told.getTransactionId()).isEqualTo(paid.getTransactionId());
        assertThat(told.getAmount().getTotal()).isEqualTo(22401);
        assertThat(told.getPayer().getOpenid()).isEqualTo("openid-alice");
    }

    @Test
    void closesAndIsToldWhy() {
        JsapiServiceExtension payments = payments(publicKeyConfig());
        String paymentNo = TestMerchant.number();
        payments.prepayWithRequestPayment(prepay(paymentNo, 100));
        CloseOrderRequest close = new CloseOrderRequest();
        close.setMchid(KEYS.mchId());
        close.setOutTradeNo(paymentNo);

        payments.closeOrder(close);

        assertThat(query(payments, paymentNo).getTradeState()).isEqualTo(Transaction.TradeStateEnum.CLOSED);
        assertThatThrownBy(() -> payments.prepayWithRequestPayment(prepay(paymentNo, 100)))
                .isInstanceOfSatisfying(ServiceException.class, refused -> assertThat(refused.getErrorCode())
                        .isEqualTo("ORDER_CLOSED"));
        assertThatThrownBy(() -> query(payments, "P0000000"))
                .isInstanceOfSatisfying(ServiceException.class, refused -> assertThat(refused.getErrorCode())
                        .isEqualTo("ORDER_NOT_EXIST"));
    }

    @Test
    void refundsAndIsNotified() {
        RSAPublicKeyConfig config = publicKeyConfig();
        RefundService refunds = new RefundService.Builder()
                .config(config)
                .httpClient(client(config))
                .build();
        String paymentNo = paid(22401);
        CreateRequest request = new CreateRequest();
        request.setOutTradeNo(paymentNo);
        request.setOutRefundNo("R|1");
        request.setReason("尺码不合适");
        request.setNotifyUrl(merchant.url("/webhooks/wechat-pay/refunds"));
        AmountReq amount = new AmountReq();
        amount.setRefund(8702L);
        amount.setTotal(22401L);
        amount.setCurrency("CNY");
        request.setAmount(amount);

        Refund accepted = refunds.create(request);
        assertThat(accepted.getStatus()).isEqualTo(Status.PROCESSING);
        pass(Duration.ofSeconds(1));

        QueryByOutRefundNoRequest query = new QueryByOutRefundNoRequest();
        query.setOutRefundNo("R|1");
        Refund settled = refunds.queryByOutRefundNo(query);
        assertThat(settled.getStatus()).isEqualTo(Status.SUCCESS);
        assertThat(settled.getAmount().getRefund()).isEqualTo(8702);
        RefundNotification told = new NotificationParser((NotificationConfig) config)
                .parse(parameters(merchant.received.get(0)), RefundNotification.class);
        assertThat(told.getRefundStatus()).isEqualTo(Status.SUCCESS);
        assertThat(told.getRefundId()).isEqualTo(accepted.getRefundId());
    }

    @Test
    void refusesAnAnswerOfAStranger() {
        JsapiServiceExtension payments = payments(publicKeyConfig());
        String paymentNo = open(100);
        merchant.post(
                "/sandbox/v1/faults",
                "{\"channel\":\"WECHAT_PAY\",\"operation\":\"query\",\"answer\":\"BAD_SIGNATURE\",\"effect\":true}");
        assertThatThrownBy(() -> query(payments, paymentNo)).isInstanceOf(ValidationException.class);
    }

    @Test
    void downloadsThePlatformCertificateWhereThereIsOne() {
        sandbox.close();
        sandbox = Sandbox.start(settings().platformCertificate(true).build());
        merchant.meets(sandbox);
        RSAAutoCertificateConfig config = new RSAAutoCertificateConfig.Builder()
                .merchantId(KEYS.mchId())
                .privateKey(KEYS.merchantPrivateKeyPem())
                .merchantSerialNumber(KEYS.merchantSerial())
                .apiV3Key(KEYS.apiV3Key())
                .httpClientBuilder(new DefaultHttpClientBuilder().okHttpClient(towards(sandbox)))
                .build();
        JsapiServiceExtension payments = payments(config);
        String paymentNo = TestMerchant.number();

        payments.prepayWithRequestPayment(prepay(paymentNo, 100));

        assertThat(query(payments, paymentNo).getTradeState()).isEqualTo(Transaction.TradeStateEnum.NOTPAY);
    }
}
