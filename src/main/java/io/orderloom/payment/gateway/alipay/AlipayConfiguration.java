package io.orderloom.payment.gateway.alipay;

import io.orderloom.payment.BillSource;
import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.shared.WireClock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts Alipay behind the payment ports, for shops that take it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("orderloom.alipay.enabled")
class AlipayConfiguration {

    @Bean
    AlipayKeys alipayKeys(AlipaySettings settings, WireClock clock) {
        return new AlipayKeys(settings, clock);
    }

    @Bean
    PaymentGateway alipayGateway(AlipaySettings settings, AlipayKeys keys) {
        return new AlipayGateway(settings, keys);
    }

    @Bean
    BillSource alipayBills(AlipaySettings settings, AlipayKeys keys) {
        return new AlipayBills(settings, keys);
    }

    @Bean
    PaymentNotification.Reader alipayNotificationReader(AlipaySettings settings, AlipayKeys keys) {
        return new AlipayNotificationReader(settings, keys);
    }
}
