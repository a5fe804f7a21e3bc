package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.Channel;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification;
import java.util.Objects;

/** Reads notifications of payments. UnionPay tells of success; of anything else the gateway is asked. */
final class UnionPayNotificationReader implements PaymentNotification.Reader {

    private static final String PURCHASE = "01";

    private final UnionPayNotices notices;

    UnionPayNotificationReader(UnionPayNotices notices) {
        this.notices = notices;
    }

    @Override
    public Channel channel() {
        return Channel.UNIONPAY;
    }

    @Override
    public PaymentNotification read(PaymentNotification.Raw raw) {
        UnionPayFields told = notices.open(raw, PURCHASE);
        State state = Objects.requireNonNullElse(UnionPayGateway.state(told.get("respCode")), State.PAYING);
        try {
            return new PaymentNotification(
                    Channel.UNIONPAY, UnionPayNotices.id(told), UnionPayReport.payment(told, state));
        } catch (UnionPayReport.Unreadable e) {
            throw UnionPayNotices.unreadable(String.valueOf(e.getMessage()));
        }
    }
}
