package io.orderloom.payment.gateway.wechat;

import com.google.gson.JsonObject;
import com.wechat.pay.java.core.util.GsonUtil;
import com.wechat.pay.java.service.payments.model.Transaction;
import io.orderloom.payment.Channel;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.PaymentNotification;
import java.util.Set;

/** Reads WeChat Pay's payment notifications (gateway's document "payment success notification"). */
final class WeChatPayNotificationReader implements PaymentNotification.Reader {

    private static final Set<String> PAID = Set.of("TRANSACTION.SUCCESS");

    private final WeChatPayEnvelope envelope;
    private final WeChatPayReport report;

    WeChatPayNotificationReader(WeChatPayEnvelope envelope, WeChatPaySettings settings) {
        this.envelope = envelope;
        this.report = new WeChatPayReport(settings);
    }

    @Override
    public Channel channel() {
        return Channel.WECHAT_PAY;
    }

    @Override
    public PaymentNotification read(PaymentNotification.Raw raw) {
        WeChatPayEnvelope.Opened opened = envelope.open(raw, PAID);
        Transaction transaction = transaction(opened.content());
        // A payment of a merchant below us would carry the merchant's number here.
        if (!report.isOurs(transaction) || opened.content().has("sub_mchid")) {
            throw NotificationRefused.forAnotherMerchant();
        }
        try {
            return new PaymentNotification(Channel.WECHAT_PAY, opened.id(), report.read(transaction));
        } catch (WeChatPayReport.Unreadable e) {
            throw WeChatPayEnvelope.unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static Transaction transaction(JsonObject content) {
        try {
            return GsonUtil.getGson().fromJson(content, Transaction.class);
        } catch (RuntimeException e) {
            throw WeChatPayEnvelope.unreadable("its content is no transaction");
        }
    }
}
