package io.orderloom.payment;

import io.orderloom.payment.PaymentGateway.GatewayRefund;

/** A gateway's notification of a refund, its signature checked and its content decrypted. */
public record RefundNotification(Channel channel, String notificationId, GatewayRefund refund) {

    /** Reads the refund notifications of one gateway. */
    public interface Reader {

        Channel channel();

        /**
         * Verifies and decrypts, cheap checks first.
         *
         * @throws NotificationRefused when it is forged, stale, unreadable or meant for another merchant
         */
        RefundNotification read(PaymentNotification.Raw raw);
    }
}
