package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.BillSource;
import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.RefundNotification;
import io.orderloom.shared.WireClock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts UnionPay behind the payment ports, for shops that take it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("orderloom.unionpay.enabled")
class UnionPayConfiguration {

    @Bean
    UnionPayKeys unionPayKeys(UnionPaySettings settings, WireClock clock) {
        return new UnionPayKeys(settings, clock);
    }

    @Bean
    UnionPayNotices unionPayNotices(UnionPaySettings settings, UnionPayKeys keys) {
        return new UnionPayNotices(settings, keys);
    }

    @Bean
    PaymentGateway unionPayGateway(UnionPaySettings settings, UnionPayKeys keys) {
        return new UnionPayGateway(settings, keys);
    }

    @Bean
    BillSource unionPayBills(UnionPaySettings settings, UnionPayKeys keys, WireClock clock) {
        return new UnionPayBills(settings, keys, clock);
    }

    @Bean
    PaymentNotification.Reader unionPayNotificationReader(UnionPayNotices notices) {
        return new UnionPayNotificationReader(notices);
    }

    @Bean
    RefundNotification.Reader unionPayRefundNotificationReader(UnionPayNotices notices) {
        return new UnionPayRefundNotificationReader(notices);
    }
}
