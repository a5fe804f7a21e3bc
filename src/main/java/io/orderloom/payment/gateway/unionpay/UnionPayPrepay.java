package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.PaymentGateway.PaymentRef;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Outcome;
import java.util.Map;

/**
 * Opens payments, scene by scene. The same payment is always asked for in the same words: its time is the one
 * at which its number was committed.
 */
final class UnionPayPrepay {

    private static final int LONGEST_DESCRIPTION = 32;

    private final UnionPaySettings settings;
    private final UnionPayCalls calls;

    UnionPayPrepay(UnionPaySettings settings, UnionPayCalls calls) {
        this.settings = settings;
        this.calls = calls;
    }

    /** @throws InvalidRequest when UnionPay has no such scene */
    Outcome<Map<String, String>> open(PrepayRequest request) {
        return switch (request.payment().scene()) {
            case NATIVE -> handedOut("backTransReq.do", message(request).with("txnSubType", "07"), "qrCode", "codeUrl");
            case APP -> handedOut("appTransReq.do", message(request), "tn", "tn");
            case H5 -> new Outcome.Succeeded<>(Map.of("form", form(request)));
            case MINI_PROGRAM ->
                throw new InvalidRequest(
                        "/scene", "SCENE_NOT_OFFERED", "UNIONPAY is not offered in the scene MINI_PROGRAM.");
        };
    }

    private Outcome<Map<String, String>> handedOut(
            String endpoint, UnionPayFields message, String field, String parameter) {
        Outcome<UnionPayFields> asked = calls.ask("open payment", endpoint, message);
        if (!(asked instanceof Outcome.Succeeded<UnionPayFields> answered)) {
            return UnionPayGateway.failure(asked);
        }
        UnionPayFields answer = answered.value();
        String code = answer.get("respCode");
        if (UnionPayCodes.isDone(code) && !answer.get(field).isEmpty()) {
            return new Outcome.Succeeded<>(Map.of(parameter, answer.get(field)));
        }
        return UnionPayCodes.isFailed(code)
                ? new Outcome.Declined<>(code, "UnionPay refused to open the payment")
                : new Outcome.Unknown<>("respCode " + code);
    }

    /** Nobody is called: UnionPay hears of the payment when the shopper's browser posts this. */
    private String form(PrepayRequest request) {
        UnionPayFields message = message(request);
        if (!settings.frontUrl().isBlank()) {
            message = message.with("frontUrl", settings.frontUrl());
        }
        StringBuilder form = new StringBuilder(
                        "<form id=\"unionpay\" method=\"post\" accept-charset=\"UTF-8\" action=\"")
                .append(escaped(calls.frontAddress()))
                .append("\">");
        calls.signed(message).asMap().forEach((name, value) -> form.append("<input type=\"hidden\" name=\"")
                .append(escaped(name))
                .append("\" value=\"")
                .append(escaped(value))
                .append("\">"));
        return form.append("</form><script>document.getElementById(\"unionpay\").submit();</script>")
                .toString();
    }

    private UnionPayFields message(PrepayRequest request) {
        PaymentRef payment = request.payment();
        UnionPayFields message = calls.message(
                        UnionPayProduct.of(payment.scene()),
                        payment.paymentNo().value(),
                        UnionPayTimes.text(payment.openedAt()))
                .with("txnType", "01")
                .with("txnSubType", "01")
                .with("backUrl", settings.notifyUrl())
                .with("payTimeout", UnionPayTimes.text(payment.expiresAt()))
                .with("orderDesc", description(request.description()));
        return UnionPayCalls.withAmount(message, request.amount());
    }

    /** Without the characters that have a meaning in UnionPay's own answers, and never half a character. */
    private static String description(String text) {
        String plain = text.replaceAll("[&=\\[\\]{}]", " ");
        int most = Math.min(LONGEST_DESCRIPTION, plain.codePointCount(0, plain.length()));
        return plain.substring(0, plain.offsetByCodePoints(0, most));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
