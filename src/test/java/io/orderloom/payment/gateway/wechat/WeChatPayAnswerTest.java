package io.orderloom.payment.gateway.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.payment.PaymentGateway.GatewayPayment;
import io.orderloom.payment.PaymentGateway.PaymentRef;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification.Raw;
import io.orderloom.payment.Scene;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import io.orderloom.testing.Postbox;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An answer that says "paid" counts only while it is young and signed by the key that we know WeChat Pay by; in which
 * case the names of its headers are written does not count, and the server here writes them in its own.
 */
class WeChatPayAnswerTest {

    private final Notifier weChat = new Notifier(Instant.now());

    @ParameterizedTest
    @ValueSource(longs = {0, 240, -240})
    void aYoungOneIsBelieved(long seconds) throws IOException {
        assertThat(asked(weChat.age(Duration.ofSeconds(seconds))))
                .isInstanceOfSatisfying(
                        Outcome.Succeeded.class, answered -> assertThat(((GatewayPayment) answered.value()).state())
                                .isEqualTo(State.PAID));
    }

    @ParameterizedTest
    @ValueSource(longs = {360, -360, 86_400})
    void aStaleOneOrOneFromTheFutureIsNot(long seconds) throws IOException {
        assertThat(asked(weChat.age(Duration.ofSeconds(seconds)))).isInstanceOf(Outcome.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUB_KEY_ID_0116000000012026112200388000000002", "", "7777"})
    void aTrueSignatureUnderASerialThatWeDoNotKnowIsNot(String serial) throws IOException {
        assertThat(asked(weChat.headers(headers -> headers.put("wechatpay-serial", serial))))
                .isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void theMerchantsOwnSignatureIsNot() throws IOException {
        assertThat(asked(weChat.signedBy(Notifier.MERCHANT.getPrivate()))).isInstanceOf(Outcome.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "wechatpay-timestamp,",
        "wechatpay-timestamp,soon",
        "wechatpay-timestamp,100000000000000000000",
        "wechatpay-nonce,another",
        "wechatpay-signature,",
        "wechatpay-signature,WECHATPAY/SIGNTEST/x"
    })
    void aMendedHeaderIsNot(String header, String value) throws IOException {
        assertThat(asked(weChat.headers(headers -> {
                    headers.remove(header);
                    if (value != null) {
                        headers.put(header, value);
                    }
                })))
                .isInstanceOf(Outcome.Unknown.class);
    }

    private static Outcome<GatewayPayment> asked(Notifier told) throws IOException {
        Raw answer = told.answer();
        try (Postbox wire = new Postbox(200, answer.headers(), answer.body())) {
            WeChatPaySettings settings = Notifier.settings(Map.of("base-url", wire.url()));
            PaymentRef payment = new PaymentRef(
                    new PaymentNo(Notifier.PAYMENT_NO),
                    Scene.MINI_PROGRAM,
                    Instant.parse("2026-11-22T12:00:00Z"),
                    Instant.parse("2026-11-22T12:30:00Z"));
            return new WeChatPayGateway(settings, new WeChatPayKeys(settings, Instant::now)).query(payment);
        }
    }
}
