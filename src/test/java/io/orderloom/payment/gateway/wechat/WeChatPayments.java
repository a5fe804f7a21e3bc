package io.orderloom.payment.gateway.wechat;

import io.orderloom.payment.PaymentGateway.PaymentRef;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.Scene;
import io.orderloom.shared.Money;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import io.orderloom.testing.GatewaySandbox;
import java.time.Instant;
import java.util.Map;

/** Payments for tests of other adapters that need one at the gateway. */
public final class WeChatPayments {

    private WeChatPayments() {}

    /** Opens a payment of 129 yuan inside the mini-program. */
    public static void open(GatewaySandbox sandbox, String paymentNo, String payerOpenid) {
        WeChatPaySettings settings = sandbox.bind("orderloom.wechat-pay", WeChatPaySettings.class, Map.of());
        Instant now = Instant.now();
        PaymentRef payment = new PaymentRef(new PaymentNo(paymentNo), Scene.MINI_PROGRAM, now, now.plusSeconds(1800));
        Outcome<Map<String, String>> opened = new WeChatPayGateway(settings, new WeChatPayKeys(settings, Instant::now))
                .prepay(new PrepayRequest(payment, Money.ofFen(12900), "织机茶 Loom tea", payerOpenid, null));
        if (!(opened instanceof Outcome.Succeeded)) {
            throw new AssertionError("Expected success, not " + opened);
        }
    }
}
