package io.orderloom.payment.gateway.wechat;

import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.model.TransactionAmount;
import com.wechat.pay.java.service.payments.model.TransactionPayer;
import io.orderloom.payment.PaymentGateway.GatewayPayment;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.gateway.MerchantNumber;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads a transaction as query and notification tell it (gateway's document "query order"). */
final class WeChatPayReport {

    private final String mchId;
    private final String appId;

    WeChatPayReport(WeChatPaySettings settings) {
        this.mchId = settings.mchId();
        this.appId = settings.appId();
    }

    /** The transaction says something that has no meaning for us. */
    static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /** @throws Unreadable when a state or a time is not understood, or the payment has no number */
    GatewayPayment read(Transaction transaction) {
        @Nullable TransactionAmount amount = transaction.getAmount();
        @Nullable TransactionPayer payer = transaction.getPayer();
        @Nullable Integer total = amount == null ? null : amount.getTotal();
        return new GatewayPayment(
                number(transaction.getOutTradeNo()),
                state(transaction.getTradeState()),
                total == null ? null : Long.valueOf(total),
                amount == null ? null : amount.getCurrency(),
                transaction.getTransactionId(),
                time(transaction.getSuccessTime()),
                payer == null ? null : payer.getOpenid(),
                isOurs(transaction));
    }

    boolean isOurs(Transaction transaction) {
        return mchId.equals(transaction.getMchid()) && appId.equals(transaction.getAppid());
    }

    private static String number(@Nullable String text) {
        return MerchantNumber.of(text).orElseThrow(() -> new Unreadable("the payment has no number"));
    }

    private static State state(Transaction.@Nullable TradeStateEnum state) {
        if (state == null) {
            // The SDK reads a state that it does not know as none.
            throw new Unreadable("the payment is in a state that is not known");
        }
        return switch (state) {
            case SUCCESS -> State.PAID;
            case REFUND -> State.REFUNDED;
            case USERPAYING, ACCEPT -> State.PAYING;
            case NOTPAY, PAYERROR -> State.NOT_PAID;
            case CLOSED, REVOKED -> State.CLOSED;
        };
    }

    static @Nullable Instant time(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Unreadable("the time cannot be read");
        }
    }
}
