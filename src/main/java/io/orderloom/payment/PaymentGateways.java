package io.orderloom.payment;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The gateways that this shop has configured, by channel. */
@Component
class PaymentGateways {

    private final Map<Channel, PaymentGateway> byChannel = new EnumMap<>(Channel.class);

    PaymentGateways(List<PaymentGateway> gateways) {
        gateways.forEach(gateway -> byChannel.put(gateway.channel(), gateway));
    }

    Optional<PaymentGateway> find(Channel channel) {
        return Optional.ofNullable(byChannel.get(channel));
    }

    PaymentGateway of(Payment payment) {
        return find(payment.channel())
                .orElseThrow(() -> new IllegalStateException("Payment " + payment.paymentNo() + " belongs to "
                        + payment.channel() + ", which is not configured any more"));
    }
}
