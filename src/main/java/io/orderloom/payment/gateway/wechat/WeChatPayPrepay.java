package io.orderloom.payment.gateway.wechat;

import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.service.payments.app.AppServiceExtension;
import com.wechat.pay.java.service.payments.h5.H5Service;
import com.wechat.pay.java.service.payments.h5.model.H5Info;
import com.wechat.pay.java.service.payments.h5.model.SceneInfo;
import com.wechat.pay.java.service.payments.jsapi.JsapiServiceExtension;
import com.wechat.pay.java.service.payments.jsapi.model.Payer;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.Scene;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens payments, scene by scene. The same payment is always asked for in the same words. */
final class WeChatPayPrepay {

    private static final int DESCRIPTION_BYTES = 127;

    /** RFC 3339 to the second, rounded down: the gateway may give up earlier than we do, never later. */
    private static final DateTimeFormatter BEIJING_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX").withZone(ZoneOffset.ofHours(8));

    private final WeChatPaySettings settings;
    private final JsapiServiceExtension miniProgram;
    private final NativePayService nativePay;
    private final H5Service h5;
    private final AppServiceExtension app;

    WeChatPayPrepay(WeChatPaySettings settings, Config config, HttpClient http) {
        this.settings = settings;
        this.miniProgram = new JsapiServiceExtension.Builder()
                .config(config)
                .httpClient(http)
                .build();
        this.nativePay = new NativePayService.Builder().httpClient(http).build();
        this.h5 = new H5Service.Builder().httpClient(http).build();
        this.app = new AppServiceExtension.Builder()
                .config(config)
                .httpClient(http)
                .build();
    }

    /** @throws InvalidRequest when the payer or the payer's address is missing and the scene needs it */
    static void requireWhatTheSceneNeeds(PrepayRequest request) {
        Scene scene = request.payment().scene();
        if (scene == Scene.MINI_PROGRAM && isBlank(request.payerId())) {
            throw new InvalidRequest(
                    "/payerId", "PAYER_ID_MISSING", "A payment inside the mini-program needs the payer's openid.");
        }
        if (scene == Scene.H5 && isBlank(request.payerIp())) {
            throw new InvalidRequest(
                    "/scene", "PAYER_ADDRESS_MISSING", "A payment in the browser needs the payer's network address.");
        }
    }

    /**
     * Opens the payment.
     *
     * @return what the client app's pay call takes as it is
     * @throws RuntimeException the SDK's, of any kind
     */
    Map<String, String> open(PrepayRequest request) {
        return switch (request.payment().scene()) {
            case MINI_PROGRAM -> openInMiniProgram(request);
            case NATIVE -> openNative(request);
            case H5 -> openInBrowser(request);
            case APP -> openInApp(request);
        };
    }

    private Map<String, String> openInMiniProgram(PrepayRequest request) {
        var amount = new com.wechat.pay.java.service.payments.jsapi.model.Amount();
        amount.setTotal(total(request.amount()));
        amount.setCurrency(Money.CURRENCY);
        Payer payer = new Payer();
        payer.setOpenid(Objects.requireNonNull(request.payerId()));
        var body = new com.wechat.pay.java.service.payments.jsapi.model.PrepayRequest();
        body.setAppid(settings.appId());
        body.setMchid(settings.mchId());
        body.setDescription(description(request));
        body.setOutTradeNo(number(request));
        body.setTimeExpire(expiry(request));
        body.setNotifyUrl(settings.notifyUrl());
        body.setAmount(amount);
        body.setPayer(payer);
        var answer = miniProgram.prepayWithRequestPayment(body);
        return Map.of(
                "timeStamp", answer.getTimeStamp(),
                "nonceStr", answer.getNonceStr(),
                "package", handedOut(answer.getPackageVal(), "prepay_id=null"),
                "signType", answer.getSignType(),
                "paySign", answer.getPaySign());
    }

    private Map<String, String> openNative(PrepayRequest request) {
        var amount = new com.wechat.pay.java.service.payments.nativepay.model.Amount();
        amount.setTotal(total(request.amount()));
        amount.setCurrency(Money.CURRENCY);
        var body = new com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest();
        body.setAppid(settings.appId());
        body.setMchid(settings.mchId());
        body.setDescription(description(request));
        body.setOutTradeNo(number(request));
        body.setTimeExpire(expiry(request));
        body.setNotifyUrl(settings.notifyUrl());
        body.setAmount(amount);
        return Map.of("codeUrl", handedOut(nativePay.prepay(body).getCodeUrl(), ""));
    }

    private Map<String, String> openInBrowser(PrepayRequest request) {
        var amount = new com.wechat.pay.java.service.payments.h5.model.Amount();
        amount.setTotal(total(request.amount()));
        amount.setCurrency(Money.CURRENCY);
        H5Info browser = new H5Info();
        browser.setType("Wap");
        SceneInfo scene = new SceneInfo();
        scene.setPayerClientIp(Objects.requireNonNull(request.payerIp()));
        scene.setH5Info(browser);
        var body = new com.wechat.pay.java.service.payments.h5.model.PrepayRequest();
        body.setAppid(settings.appId());
        body.setMchid(settings.mchId());
        body.setDescription(description(request));
        body.setOutTradeNo(number(request));
        body.setTimeExpire(expiry(request));
        body.setNotifyUrl(settings.notifyUrl());
        body.setAmount(amount);
        body.setSceneInfo(scene);
        return Map.of("url", handedOut(h5.prepay(body).getH5Url(), ""));
    }

    private Map<String, String> openInApp(PrepayRequest request) {
        var amount = new com.wechat.pay.java.service.payments.app.model.Amount();
        amount.setTotal(total(request.amount()));
        amount.setCurrency(Money.CURRENCY);
        var body = new com.wechat.pay.java.service.payments.app.model.PrepayRequest();
        body.setAppid(settings.appId());
        body.setMchid(settings.mchId());
        body.setDescription(description(request));
        body.setOutTradeNo(number(request));
        body.setTimeExpire(expiry(request));
        body.setNotifyUrl(settings.notifyUrl());
        body.setAmount(amount);
        var answer = app.prepayWithRequestPayment(body);
        return Map.of(
                "appId", answer.getAppid(),
                "partnerId", answer.getPartnerId(),
                "prepayId", handedOut(answer.getPrepayId(), ""),
                "packageValue", answer.getPackageVal(),
                "nonceStr", answer.getNonceStr(),
                "timeStamp", answer.getTimestamp(),
                "sign", answer.getSign());
    }

    /** A success without what the payer needs is none. */
    private static String handedOut(@Nullable String handle, String none) {
        if (handle == null || handle.isEmpty() || handle.equals(none)) {
            throw new IllegalStateException("The answer lacks what the payer needs");
        }
        return handle;
    }

    private static String number(PrepayRequest request) {
        return request.payment().paymentNo().value();
    }

    private static String expiry(PrepayRequest request) {
        Instant expiresAt = request.payment().expiresAt();
        return BEIJING_TIME.format(expiresAt);
    }

    private static int total(Money amount) {
        return Math.toIntExact(amount.fen());
    }

    /** As much of the description as fits, never half a character. */
    private static String description(PrepayRequest request) {
        String text = request.description();
        int end = 0;
        int bytes = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            bytes += text.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > DESCRIPTION_BYTES) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
