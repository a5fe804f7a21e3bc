package io.orderloom.payment;

import io.orderloom.payment.PaymentGateway.GatewayPayment;
import java.util.Map;

/** A gateway's notification of a payment, its signature checked and its content decrypted. */
public record PaymentNotification(Channel channel, String notificationId, GatewayPayment payment) {

    /** Headers, their names in lower case, and the body as it came, read as UTF-8. */
    public record Raw(Map<String, String> headers, String body) {}

    /** Reads the notifications of one gateway. */
    public interface Reader {

        Channel channel();

        /**
         * Verifies and decrypts, cheap checks first.
         *
         * @throws NotificationRefused when it is forged, stale, unreadable or meant for another merchant
         */
        PaymentNotification read(Raw raw);
    }
}
