package io.orderloom.payment.gateway.alipay;

import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.PaymentNotification;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts Alipay behind the payment ports, for shops that take it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("orderloom.alipay.enabled")
class AlipayConfiguration {

    @Bean
    PaymentGateway alipayGateway(AlipaySettings settings) {
        return new AlipayGateway(settings);
    }

    @Bean
    PaymentNotification.Reader alipayNotificationReader(AlipaySettings settings) {
        return new AlipayNotificationReader(settings);
    }
}
