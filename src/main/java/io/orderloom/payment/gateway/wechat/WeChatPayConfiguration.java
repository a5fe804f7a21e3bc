package io.orderloom.payment.gateway.wechat;

import io.orderloom.payment.BillSource;
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
    WeChatPayKeys weChatPayKeys(WeChatPaySettings settings, WireClock clock) {
        return new WeChatPayKeys(settings, clock);
    }

    @Bean
    WeChatPayEnvelope weChatPayEnvelope(WeChatPayKeys keys, WireClock clock) {
        return new WeChatPayEnvelope(keys, clock);
    }

    @Bean
    PaymentGateway weChatPayGateway(WeChatPaySettings settings, WeChatPayKeys keys) {
        return new WeChatPayGateway(settings, keys);
    }

    @Bean
    PaymentNotification.Reader weChatPayNotificationReader(WeChatPaySettings settings, WeChatPayEnvelope envelope) {
        return new WeChatPayNotificationReader(envelope, settings);
    }

    @Bean
    RefundNotification.Reader weChatPayRefundNotificationReader(
            WeChatPaySettings settings, WeChatPayEnvelope envelope) {
        return new WeChatPayRefundNotificationReader(envelope, settings);
    }

    @Bean
    BillSource weChatPayBills(WeChatPaySettings settings, WeChatPayKeys keys) {
        return new WeChatPayBills(settings, keys);
    }
}
