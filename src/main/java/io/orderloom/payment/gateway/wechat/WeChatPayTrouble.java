package io.orderloom.payment.gateway.wechat;

import com.wechat.pay.java.core.exception.ServiceException;
import io.orderloom.payment.gateway.GatewayWire;
import io.orderloom.shared.Outcome;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the SDK's exceptions (gateway's document "error codes"). Only a refusal with a code that is known to
 * be final is believed; all else may have happened. Their messages hold the whole request with its
 * Authorization header, so they are never logged nor passed on.
 */
final class WeChatPayTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatPayTrouble.class);

    /**
     * Refusals for good. INVALID_REQUEST and OUT_TRADE_NO_USED are not among them: WeChat Pay also uses them
     * for a number that it already knows, and then the first call may have succeeded.
     */
    private static final Set<String> FINAL = Set.of(
            "PARAM_ERROR",
            "APPID_MCHID_NOT_MATCH",
            "MCH_NOT_EXISTS",
            "NO_AUTH",
            "SIGN_ERROR",
            "ORDER_CLOSED",
            "TRADE_ERROR",
            "ACCOUNT_ERROR",
            "USER_ACCOUNT_ABNORMAL",
            "OPENID_MISMATCH");

    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL_ERROR = 500;

    private WeChatPayTrouble() {}

    /** The gateway's own code of a refusal; empty when it refused without one, or did not refuse. */
    static String code(RuntimeException failure) {
        if (failure instanceof ServiceException refusal && refusal.getErrorCode() != null) {
            return refusal.getErrorCode();
        }
        return "";
    }

    /**
     * What came of a call that threw.
     *
     * @param operation what was wanted, for the log: "open payment"
     * @param number of the payment or the refund
     */
    static <T> Outcome<T> outcome(String operation, Object number, RuntimeException failure) {
        if (GatewayWire.notSent(failure)) {
            LOG.warn("Nothing was sent to WeChat Pay to {} {}", operation, number);
            return new Outcome.NotExecuted<>("Nothing was sent to WeChat Pay");
        }
        String code = code(failure);
        if (failure instanceof ServiceException refusal) {
            int status = refusal.getHttpStatusCode();
            LOG.warn("WeChat Pay refused to {} {}: HTTP {} {}", operation, number, status, code);
            return FINAL.contains(code) && status >= BAD_REQUEST && status < INTERNAL_ERROR
                    ? new Outcome.Declined<>(code, "WeChat Pay refused with HTTP " + status)
                    : new Outcome.Unknown<>("HTTP " + status + " " + code);
        }
        String name = failure.getClass().getSimpleName();
        LOG.warn("WeChat Pay did not say what came of it to {} {}: {}", operation, number, name);
        return new Outcome.Unknown<>(name);
    }
}
