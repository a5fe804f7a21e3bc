package io.orderloom.sandbox.wechatpay;

import io.orderloom.sandbox.faults.Dialect;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.Refused;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** How WeChat Pay puts refusals, troubles and moments into words. */
final class WechatPayWords implements Dialect {

    static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    private final WechatPaySigner signer;

    WechatPayWords(WechatPaySigner signer) {
        this.signer = signer;
    }

    /** A refusal. Answers other than 2xx carry no signature. */
    static Refused refusal(int status, String code, String message) {
        return new Refused(error(status, code, message), code + ": " + message);
    }

    static Refused parameter(String message) {
        return refusal(400, "PARAM_ERROR", message);
    }

    /** RFC 3339 in Beijing's time, whole seconds, as in all of its answers. */
    static String moment(Instant instant) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                instant.truncatedTo(ChronoUnit.SECONDS).atZone(BEIJING).toOffsetDateTime());
    }

    @Override
    public HttpAnswer systemError() {
        return error(500, "SYSTEM_ERROR", "系统异常，请稍后重试");
    }

    @Override
    public HttpAnswer notEnough() {
        return error(403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起");
    }

    @Override
    public HttpAnswer rateLimited() {
        return error(429, "FREQUENCY_LIMITED", "频率超限，请降低请求频率");
    }

    @Override
    public HttpAnswer badlySigned(HttpAnswer answer) {
        return signer.signedByStranger(answer);
    }

    private static HttpAnswer error(int status, String code, String message) {
        return HttpAnswer.json(status, Map.of("code", code, "message", message));
    }
}
