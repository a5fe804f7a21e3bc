package io.orderloom.payment.gateway.alipay;

import com.alipay.api.AlipayResponse;
import io.orderloom.payment.gateway.GatewayWire;
import io.orderloom.shared.Outcome;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads refusals and failures (gateway's document "common error codes"). Only a refusal with a code that is
 * known to be final is believed; all else may have happened. What the SDK throws holds whole requests and
 * answers, so it is never logged nor passed on.
 */
final class AlipayTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(AlipayTrouble.class);

    /** Missing or wrong arguments, a wrong signature among them, and missing permissions. */
    private static final Set<String> FINAL = Set.of("20001", "40001", "40002", "40003", "40006");

    /**
     * Business refusals for good. TRADE_HAS_SUCCESS and CONTEXT_INCONSISTENT are not among them: the number is
     * known there, and its first call may have succeeded.
     */
    private static final Set<String> FINAL_BUSINESS = Set.of(
            "ACQ.INVALID_PARAMETER",
            "ACQ.ACCESS_FORBIDDEN",
            "ACQ.TRADE_HAS_CLOSE",
            "ACQ.TOTAL_FEE_EXCEED",
            "ACQ.BUYER_SELLER_EQUAL",
            "ACQ.TRADE_BUYER_NOT_MATCH",
            "ACQ.BUYER_ENABLE_STATUS_FORBID",
            "ACQ.SELLER_BEEN_BLOCKED",
            "ACQ.PARTNER_ERROR",
            "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
            "ACQ.REASON_TRADE_REFUND_FEE_ERR",
            "ACQ.REFUND_FEE_ERROR",
            "ACQ.TRADE_HAS_FINISHED");

    private static final String BUSINESS = "40004";

    /** Too many calls. */
    static final String LIMITED = "40005";

    private AlipayTrouble() {}

    /** Alipay's own code of a refusal, the finer one where there is one; never null. */
    static String code(AlipayResponse answer) {
        String fine = answer.getSubCode();
        if (fine != null && !fine.isBlank()) {
            return fine;
        }
        return answer.getCode() == null ? "" : answer.getCode();
    }

    static boolean isLimited(AlipayResponse answer) {
        return LIMITED.equals(answer.getCode());
    }

    /** What came of a call that was answered without success. */
    static <T> Outcome<T> outcome(String operation, Object number, AlipayResponse answer) {
        String code = code(answer);
        LOG.warn("Alipay refused to {} {}: {} {}", operation, number, answer.getCode(), code);
        boolean refusedForGood = BUSINESS.equals(answer.getCode())
                ? FINAL_BUSINESS.contains(code)
                : answer.getCode() != null && FINAL.contains(answer.getCode());
        return refusedForGood
                ? new Outcome.Declined<>(code, "Alipay refused with " + answer.getCode())
                : new Outcome.Unknown<>(answer.getCode() + " " + code);
    }

    /** What came of a call that threw. */
    static <T> Outcome<T> outcome(String operation, Object number, Exception failure) {
        if (GatewayWire.notSent(failure)) {
            LOG.warn("Nothing was sent to Alipay to {} {}", operation, number);
            return new Outcome.NotExecuted<>("Nothing was sent to Alipay");
        }
        Throwable cause = failure.getCause();
        String name = (cause == null ? failure : cause).getClass().getSimpleName();
        LOG.warn("Alipay did not say what came of it to {} {}: {}", operation, number, name);
        return new Outcome.Unknown<>(name);
    }
}
