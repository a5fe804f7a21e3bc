package io.orderloom.payment.gateway.wechat;

import com.wechat.pay.java.core.RSAPublicKeyConfig;
import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.RefundNotification;
import io.orderloom.shared.WireClock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts WeChat Pay behind the payment ports, for shops that take it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("orderloom.wechat-pay.enabled")
class WeChatPayConfiguration {

    @Bean
    PaymentGateway weChatPayGateway(WeChatPaySettings settings) {
        return new WeChatPayGateway(settings, keys(settings));
    }

    @Bean
    PaymentNotification.Reader weChatPayNotificationReader(WeChatPaySettings settings, WireClock clock) {
        return new WeChatPayNotificationReader(envelope(settings, clock), settings);
    }

    @Bean
    RefundNotification.Reader weChatPayRefundNotificationReader(WeChatPaySettings settings, WireClock clock) {
        return new WeChatPayRefundNotificationReader(envelope(settings, clock), settings);
    }

    private static WeChatPayEnvelope envelope(WeChatPaySettings settings, WireClock clock) {
        return new WeChatPayEnvelope(settings, keys(settings), clock);
    }

    /** Public-key mode: makes no call when it is built, unlike the SDK's way with platform certificates. */
    static RSAPublicKeyConfig keys(WeChatPaySettings settings) {
        return new RSAPublicKeyConfig.Builder()
                .merchantId(settings.mchId())
                .merchantSerialNumber(settings.merchantSerialNumber())
                .privateKey(settings.privateKeyText())
                .publicKeyId(settings.publicKeyId())
                .publicKey(settings.publicKeyText())
                .apiV3Key(settings.apiV3Key())
                .build();
    }
}
