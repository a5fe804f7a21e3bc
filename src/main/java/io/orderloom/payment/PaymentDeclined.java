package io.orderloom.payment;

import io.orderloom.shared.Problem;
import java.util.Map;

/** The gateway refused to open the payment for good. */
public class PaymentDeclined extends Problem {

    private static final long serialVersionUID = 1L;

    private final String gatewayCode;

    public PaymentDeclined(Channel channel, String gatewayCode) {
        super(Kind.CONFLICT, "PAYMENT_DECLINED", channel + " refused to open the payment.");
        this.gatewayCode = gatewayCode;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("gatewayCode", gatewayCode);
    }
}
