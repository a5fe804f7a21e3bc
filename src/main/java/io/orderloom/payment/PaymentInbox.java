package io.orderloom.payment;

import io.orderloom.payment.PaymentGateway.GatewayPayment;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Each authentic notification once, with what was made of it. */
@Repository
class PaymentInbox {

    /** What was made of a notification. */
    enum Verdict {
        /** Its fact was booked, or was booked before. */
        TAKEN,
        /** It disagrees with our books: nothing booked, the gateway is asked. */
        DISAGREES,
        /** It names a payment that we do not have. */
        UNKNOWN_PAYMENT,
        /** It says nothing final: the gateway is asked. */
        ASKING
    }

    private final JdbcClient jdbc;

    PaymentInbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes a notification in. @return false when it is here already */
    boolean add(PaymentNotification notification, Verdict verdict, Instant at) {
        GatewayPayment payment = notification.payment();
        try {
            jdbc.sql("""
                            INSERT INTO payment_notifications (channel, notification_id, payment_no, state, amount_fen,
                                currency, verdict, received_at)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                    .param(notification.channel().name())
                    .param(notification.notificationId())
                    .param(payment.number())
                    .param(payment.state().name())
                    .param(payment.amountFen())
                    .param(payment.currency())
                    .param(verdict.name())
                    .param(UtcTime.toDatabase(at))
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /** Notes that a notification turned out to disagree with our books. */
    void disagrees(PaymentNotification notification) {
        jdbc.sql("UPDATE payment_notifications SET verdict = 'DISAGREES' WHERE channel = ? AND notification_id = ?")
                .param(notification.channel().name())
                .param(notification.notificationId())
                .update();
    }
}
