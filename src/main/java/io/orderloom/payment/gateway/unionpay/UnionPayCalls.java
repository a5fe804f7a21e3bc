package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.gateway.GatewayWire;
import io.orderloom.shared.Money;
import io.orderloom.shared.Outcome;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs and sends messages and believes an answer only when UnionPay signed it and it is about what was asked. */
final class UnionPayCalls {

    private static final Logger LOG = LoggerFactory.getLogger(UnionPayCalls.class);

    private final String merId;
    private final UnionPayKeys keys;
    private final UnionPayWire wire;

    UnionPayCalls(UnionPaySettings settings, UnionPayKeys keys) {
        this.merId = settings.merId();
        this.keys = keys;
        this.wire = new UnionPayWire(settings);
    }

    /**
     * The fields that every message has.
     *
     * @param orderId number of the payment or the refund, 8 to 40 letters and digits
     * @param txnTime the second half of its key, as {@link UnionPayTimes#text} writes it
     */
    UnionPayFields message(UnionPayProduct product, String orderId, String txnTime) {
        return UnionPayFields.of(Map.of(
                "bizType",
                product.bizType(),
                "channelType",
                product.channelType(),
                "accessType",
                "0",
                "merId",
                merId,
                "orderId",
                orderId,
                "txnTime",
                txnTime));
    }

    /** The amount of money that a message moves. */
    static UnionPayFields withAmount(UnionPayFields message, Money amount) {
        return message.with("txnAmt", Long.toString(amount.fen())).with("currencyCode", UnionPayReport.YUAN);
    }

    UnionPayFields signed(UnionPayFields message) {
        return keys.signed(message);
    }

    /** Where the shopper's browser posts a signed message. */
    String frontAddress() {
        return wire.address("frontTransReq.do").toString();
    }

    /**
     * Sends a message.
     *
     * @param purpose what was wanted, for the log: "open payment"
     * @return the answer, whatever its code; NotExecuted when nothing was sent; else Unknown
     */
    Outcome<UnionPayFields> ask(String purpose, String endpoint, UnionPayFields message) {
        String number = message.get("orderId");
        try {
            UnionPayFields answer = UnionPayFields.ofAnswer(wire.post(endpoint, keys.signed(message)));
            if (!keys.isUnionPays(answer)) {
                LOG.warn("UnionPay's answer to {} {} is not signed by UnionPay", purpose, number);
                return new Outcome.Unknown<>("The answer is not signed by UnionPay");
            }
            if (!isAbout(answer, message)) {
                LOG.warn("UnionPay was asked to {} {} and answered about another", purpose, number);
                return new Outcome.Unknown<>("The answer is about something else");
            }
            if (!UnionPayCodes.isDone(answer.get("respCode"))) {
                LOG.info("UnionPay answered {} to {} {}", answer.get("respCode"), purpose, number);
            }
            return new Outcome.Succeeded<>(answer);
        } catch (GatewayWire.NotSent e) {
            LOG.warn("Nothing was sent to UnionPay to {} {}", purpose, number);
            return new Outcome.NotExecuted<>("Nothing was sent to UnionPay");
        } catch (UnionPayFields.Malformed | IOException e) {
            // Its message is ours or the HTTP client's and holds nothing of what was sent.
            LOG.warn(
                    "UnionPay did not say what came of it to {} {}: {}",
                    purpose,
                    number,
                    e.getClass().getSimpleName());
            return new Outcome.Unknown<>(e.getClass().getSimpleName());
        }
    }

    /** The key of a transaction is merchant, number and time; an old answer about another must not pass. */
    private boolean isAbout(UnionPayFields answer, UnionPayFields message) {
        return answer.get("merId").equals(merId)
                && answer.get("orderId").equals(message.get("orderId"))
                && answer.get("txnTime").equals(message.get("txnTime"));
    }
}
