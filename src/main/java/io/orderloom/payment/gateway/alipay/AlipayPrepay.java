package io.orderloom.payment.gateway.alipay;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayResponse;
import com.alipay.api.domain.AlipayTradeAppPayModel;
import com.alipay.api.domain.AlipayTradeCreateModel;
import com.alipay.api.domain.AlipayTradePrecreateModel;
import com.alipay.api.domain.AlipayTradeWapPayModel;
import com.alipay.api.request.AlipayTradeAppPayRequest;
import com.alipay.api.request.AlipayTradeCreateRequest;
import com.alipay.api.request.AlipayTradePrecreateRequest;
import com.alipay.api.request.AlipayTradeWapPayRequest;
import com.alipay.api.response.AlipayTradeCreateResponse;
import com.alipay.api.response.AlipayTradePrecreateResponse;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.Scene;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens payments, scene by scene. H5 and APP only sign: Alipay hears of them when the client calls. */
final class AlipayPrepay {

    private static final int SUBJECT_CHARACTERS = 128;

    /** Characters that Alipay does not take in a subject. */
    private static final Pattern FORBIDDEN = Pattern.compile("[/=&\\p{Cntrl}]");

    /** Alipay's older number of an account; today's applications are told an openid. */
    private static final Pattern USER_ID = Pattern.compile("2088[0-9]{12}");

    private final AlipaySettings settings;
    private final AlipayCalls client;

    AlipayPrepay(AlipaySettings settings, AlipayCalls client) {
        this.settings = settings;
        this.client = client;
    }

    /** @throws InvalidRequest when the payer is missing and the scene needs it */
    static void requireWhatTheSceneNeeds(PrepayRequest request) {
        @Nullable String payerId = request.payerId();
        if (request.payment().scene() == Scene.MINI_PROGRAM && (payerId == null || payerId.isBlank())) {
            throw new InvalidRequest(
                    "/payerId",
                    "PAYER_ID_MISSING",
                    "A payment inside the mini-program needs the buyer's id at Alipay.");
        }
    }

    /** Opens the payment and answers what the client app's pay call takes as it is. */
    Outcome<Map<String, String>> open(PrepayRequest request) {
        PaymentNo paymentNo = request.payment().paymentNo();
        try {
            return switch (request.payment().scene()) {
                case MINI_PROGRAM -> openInMiniProgram(request);
                case NATIVE -> openNative(request);
                case H5 -> new Outcome.Succeeded<>(Map.of("url", urlForBrowser(request)));
                case APP -> new Outcome.Succeeded<>(Map.of("orderString", orderStringForApp(request)));
            };
        } catch (AlipayApiException | RuntimeException e) {
            return AlipayTrouble.outcome("open payment", paymentNo, e);
        }
    }

    private Outcome<Map<String, String>> openInMiniProgram(PrepayRequest request) throws AlipayApiException {
        AlipayTradeCreateModel model = new AlipayTradeCreateModel();
        model.setOutTradeNo(request.payment().paymentNo().value());
        model.setTotalAmount(AlipayWords.yuan(request.amount()));
        model.setSubject(subject(request));
        model.setProductCode("JSAPI_PAY");
        model.setOpAppId(settings.appIdOfMiniProgram());
        model.setTimeExpire(AlipayWords.time(request.payment().expiresAt()));
        String payerId = Objects.requireNonNull(request.payerId());
        if (USER_ID.matcher(payerId).matches()) {
            model.setBuyerId(payerId);
        } else {
            model.setBuyerOpenId(payerId);
        }
        AlipayTradeCreateRequest call = new AlipayTradeCreateRequest();
        call.setBizModel(model);
        call.setNotifyUrl(settings.notifyUrl());
        AlipayTradeCreateResponse answer = client.execute(call);
        return opened(request, answer, answer.getOutTradeNo(), "tradeNO", answer.getTradeNo());
    }

    private Outcome<Map<String, String>> openNative(PrepayRequest request) throws AlipayApiException {
        AlipayTradePrecreateModel model = new AlipayTradePrecreateModel();
        model.setOutTradeNo(request.payment().paymentNo().value());
        model.setTotalAmount(AlipayWords.yuan(request.amount()));
        model.setSubject(subject(request));
        model.setProductCode("FACE_TO_FACE_PAYMENT");
        model.setTimeExpire(AlipayWords.time(request.payment().expiresAt()));
        AlipayTradePrecreateRequest call = new AlipayTradePrecreateRequest();
        call.setBizModel(model);
        call.setNotifyUrl(settings.notifyUrl());
        AlipayTradePrecreateResponse answer = client.execute(call);
        return opened(request, answer, answer.getOutTradeNo(), "codeUrl", answer.getQrCode());
    }

    private String urlForBrowser(PrepayRequest request) throws AlipayApiException {
        AlipayTradeWapPayModel model = new AlipayTradeWapPayModel();
        model.setOutTradeNo(request.payment().paymentNo().value());
        model.setTotalAmount(AlipayWords.yuan(request.amount()));
        model.setSubject(subject(request));
        model.setProductCode("QUICK_WAP_WAY");
        model.setTimeExpire(AlipayWords.time(request.payment().expiresAt()));
        AlipayTradeWapPayRequest call = new AlipayTradeWapPayRequest();
        call.setBizModel(model);
        call.setNotifyUrl(settings.notifyUrl());
        if (!settings.returnUrl().isBlank()) {
            call.setReturnUrl(settings.returnUrl());
        }
        return client.pageExecute(call, "GET").getBody();
    }

    private String orderStringForApp(PrepayRequest request) throws AlipayApiException {
        AlipayTradeAppPayModel model = new AlipayTradeAppPayModel();
        model.setOutTradeNo(request.payment().paymentNo().value());
        model.setTotalAmount(AlipayWords.yuan(request.amount()));
        model.setSubject(subject(request));
        model.setProductCode("QUICK_MSECURITY_PAY");
        model.setTimeExpire(AlipayWords.time(request.payment().expiresAt()));
        AlipayTradeAppPayRequest call = new AlipayTradeAppPayRequest();
        call.setBizModel(model);
        call.setNotifyUrl(settings.notifyUrl());
        return client.sdkExecute(call).getBody();
    }

    /** A success without what the payer needs is none. */
    private static Outcome<Map<String, String>> opened(
            PrepayRequest request,
            AlipayResponse answer,
            @Nullable String about,
            String name,
            @Nullable String handle) {
        PaymentNo paymentNo = request.payment().paymentNo();
        if (!answer.isSuccess()) {
            return AlipayTrouble.outcome("open payment", paymentNo, answer);
        }
        if (!AlipayWords.isAbout(paymentNo, about)) {
            return new Outcome.Unknown<>("The answer is about another payment");
        }
        return handle == null || handle.isBlank()
                ? new Outcome.Unknown<>("The answer lacks what the payer needs")
                : new Outcome.Succeeded<>(Map.of(name, handle));
    }

    /** As much of the description as fits, without what Alipay refuses. */
    private static String subject(PrepayRequest request) {
        String text = FORBIDDEN.matcher(request.description()).replaceAll(" ");
        int end = text.offsetByCodePoints(0, Math.min(SUBJECT_CHARACTERS, text.codePointCount(0, text.length())));
        return text.substring(0, end);
    }
}
