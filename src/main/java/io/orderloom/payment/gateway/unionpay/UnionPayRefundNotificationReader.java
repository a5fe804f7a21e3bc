package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.Channel;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.RefundNotification;
import java.util.Objects;

/** Reads notifications of refunds, which come at the same address as those of payments. */
final class UnionPayRefundNotificationReader implements RefundNotification.Reader {

    private static final String REFUND = "04";

    private final UnionPayNotices notices;

    UnionPayRefundNotificationReader(UnionPayNotices notices) {
        this.notices = notices;
    }

    @Override
    public Channel channel() {
        return Channel.UNIONPAY;
    }

    @Override
    public RefundNotification read(PaymentNotification.Raw raw) {
        UnionPayFields told = notices.open(raw, REFUND);
        RefundState state =
                Objects.requireNonNullElse(UnionPayRefunds.state(told.get("respCode")), RefundState.PROCESSING);
        try {
            return new RefundNotification(
                    Channel.UNIONPAY, UnionPayNotices.id(told), UnionPayReport.refund(told, state));
        } catch (UnionPayReport.Unreadable e) {
            throw UnionPayNotices.unreadable(String.valueOf(e.getMessage()));
        }
    }
}
