package io.orderloom.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One misfortune of one call of one channel.
 *
 * @param effect whether the gateway books what was asked before it fails to say so
 */
record Combination(String channel, String operation, String answer, boolean effect) {

    static final List<String> CHANNELS = List.of("WECHAT_PAY", "ALIPAY", "UNIONPAY");
    static final List<String> OPERATIONS =
            List.of("prepay", "query", "close", "refund", "queryRefund", "notify", "bill");
    static final List<String> ANSWERS = List.of(
            "TIMEOUT",
            "HTTP_500",
            "HTTP_502",
            "SYSTEM_ERROR",
            "NOT_ENOUGH",
            "RESET",
            "HALF_BODY",
            "BAD_SIGNATURE",
            "RATE_LIMITED",
            "PROCESSING",
            "ABNORMAL");

    private static final Set<String> LOST_ON_THE_WAY =
            Set.of("TIMEOUT", "HTTP_500", "HTTP_502", "RESET", "HALF_BODY", "BAD_SIGNATURE");

    /** Every channel with every operation, every answer, with and without the effect. */
    static List<Combination> all() {
        List<Combination> all = new ArrayList<>();
        for (String channel : CHANNELS) {
            for (String operation : OPERATIONS) {
                for (String answer : ANSWERS) {
                    all.add(new Combination(channel, operation, answer, true));
                    all.add(new Combination(channel, operation, answer, false));
                }
            }
        }
        return all;
    }

    /** Those that can happen. */
    static List<Combination> possible() {
        return all().stream().filter(one -> one.objection().isEmpty()).toList();
    }

    /** Why no gateway would answer so, which is why the sandbox refuses it; empty when one would. */
    Optional<String> objection() {
        if (operation.equals("close") && channel.equals("UNIONPAY")) {
            return Optional.of("UnionPay closes nothing");
        }
        if (operation.equals("notify") && !LOST_ON_THE_WAY.contains(answer)) {
            return Optional.of("a notification is lost or broken and says nothing of the gateway's own trouble");
        }
        return switch (answer) {
            case "NOT_ENOUGH" ->
                operation.equals("refund") ? Optional.empty() : Optional.of("only refunds take the merchant's money");
            case "PROCESSING" ->
                Set.of("prepay", "bill").contains(operation)
                        ? Optional.of("only payments and refunds can be undecided")
                        : Optional.empty();
            case "ABNORMAL" -> {
                if (Set.of("prepay", "close", "bill").contains(operation)) {
                    yield Optional.of("only payments and refunds can fail at the payer's bank");
                }
                yield operation.equals("query") && channel.equals("ALIPAY")
                        ? Optional.of("Alipay knows no failed payments")
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return channel + " " + operation + " " + answer + (effect ? " after its effect" : " without effect");
    }
}
