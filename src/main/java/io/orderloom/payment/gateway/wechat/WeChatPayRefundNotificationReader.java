package io.orderloom.payment.gateway.wechat;

import com.google.gson.JsonObject;
import com.wechat.pay.java.core.util.GsonUtil;
import io.orderloom.payment.Channel;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.RefundNotification;
import java.util.Set;

/** Reads WeChat Pay's refund notifications (gateway's document "refund result notification"). */
final class WeChatPayRefundNotificationReader implements RefundNotification.Reader {

    private static final Set<String> SETTLED = Set.of("REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED");

    private final WeChatPayEnvelope envelope;
    private final String mchId;

    WeChatPayRefundNotificationReader(WeChatPayEnvelope envelope, WeChatPaySettings settings) {
        this.envelope = envelope;
        this.mchId = settings.mchId();
    }

    @Override
    public Channel channel() {
        return Channel.WECHAT_PAY;
    }

    @Override
    public RefundNotification read(PaymentNotification.Raw raw) {
        WeChatPayEnvelope.Opened opened = envelope.open(raw, SETTLED);
        com.wechat.pay.java.service.refund.model.RefundNotification told = content(opened.content());
        // The SDK's class has no merchant number, the content has.
        if (!mchId.equals(text(opened.content(), "mchid")) || opened.content().has("sub_mchid")) {
            throw NotificationRefused.forAnotherMerchant();
        }
        try {
            return new RefundNotification(
                    Channel.WECHAT_PAY,
                    opened.id(),
                    WeChatPayRefunds.report(
                            told.getOutRefundNo(),
                            told.getRefundStatus(),
                            told.getAmount(),
                            told.getRefundId(),
                            told.getSuccessTime()));
        } catch (WeChatPayReport.Unreadable e) {
            throw WeChatPayEnvelope.unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static com.wechat.pay.java.service.refund.model.RefundNotification content(JsonObject content) {
        try {
            return GsonUtil.getGson()
                    .fromJson(content, com.wechat.pay.java.service.refund.model.RefundNotification.class);
        } catch (RuntimeException e) {
            throw WeChatPayEnvelope.unreadable("its content is no refund");
        }
    }

    private static String text(JsonObject content, String name) {
        return content.has(name) && content.get(name).isJsonPrimitive()
                ? content.get(name).getAsString()
                : "";
    }
}
