package io.orderloom.payment;

import io.orderloom.engine.Transactions;
import io.orderloom.engine.WaitingTimes;
import io.orderloom.outbox.Timeline;
import io.orderloom.payment.Payable.Standing;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Opens a payment in two steps: its number is committed first, then the gateway hears of it. Whoever
 * repeats the second step does it under the same number.
 */
@Service
public class OpenPayment {

    private static final String ASK_GATEWAY = "ASK_GATEWAY";

    private final Payables payables;
    private final PayableOrders orders;
    private final PaymentRepository payments;
    private final PaymentGateways gateways;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;
    private final WaitingTimes waitingTimes;
    private final Transactions transactions;
    private final Timeline timeline;

    OpenPayment(
            Payables payables,
            PayableOrders orders,
            PaymentRepository payments,
            PaymentGateways gateways,
            BusinessNumbers numbers,
            BusinessClock clock,
            WaitingTimes waitingTimes,
            Transactions transactions,
            Timeline timeline) {
        this.payables = payables;
        this.orders = orders;
        this.payments = payments;
        this.gateways = gateways;
        this.numbers = numbers;
        this.clock = clock;
        this.waitingTimes = waitingTimes;
        this.transactions = transactions;
        this.timeline = timeline;
    }

    /**
     * What the shopper wants.
     *
     * @param topUpOf the exchange in the order that is paid on top for; null for the order's own money
     * @param payerId openid or buyer id; null takes the one the shopper logged in with
     * @param payerIp where the shopper's device is; some scenes need it
     */
    public record Wish(
            ShopperId shopper,
            OrderNo orderNo,
            @Nullable AfterSalesNo topUpOf,
            Channel channel,
            Scene scene,
            @Nullable String payerId,
            @Nullable String payerIp) {}

    /**
     * Writes the payment down, in the running transaction.
     *
     * @throws NotFound when the order is absent or somebody else's
     * @throws AlreadyPaid when the money is in
     * @throws OrderNotPayable when the order takes no payment any more
     * @throws InvalidRequest when the channel or the scene is not offered, or the payer is missing
     */
    public PaymentNo intend(Wish wish) {
        Payable due = payables.lock(wish.orderNo(), wish.topUpOf())
                .filter(found -> found.shopper().equals(wish.shopper()))
                .orElseThrow(NotFound::new);
        Instant now = UtcTime.stored(clock.now());
        requirePayable(due, now);
        PaymentGateway gateway = gateways.find(wish.channel())
                .orElseThrow(() -> new InvalidRequest(
                        "/channel", "CHANNEL_NOT_ENABLED", "This shop does not take " + wish.channel() + "."));
        if (!gateway.scenes().contains(wish.scene())) {
            throw new InvalidRequest(
                    "/scene",
                    "SCENE_NOT_OFFERED",
                    wish.channel() + " is not offered in the scene " + wish.scene() + ".");
        }
        @Nullable String payerId = payerId(wish);
        Payment payment = new Payment(
                new PaymentNo(numbers.next()),
                wish.orderNo(),
                wish.topUpOf(),
                wish.channel(),
                wish.scene(),
                PaymentStatus.PENDING,
                due.amountDue(),
                now,
                due.payBefore(),
                null,
                null,
                Map.of(),
                null,
                now,
                0);
        payments.insert(
                payment,
                new PaymentRepository.Payer(payerId, wish.payerIp()),
                now.plus(waitingTimes.step(ASK_GATEWAY, 0)));
        timeline.note(
                wish.orderNo(),
                "payment.opened",
                "shopper",
                wish.channel().name(),
                wish.scene().name());
        return payment.paymentNo();
    }

    /**
     * Tells the gateway, outside any transaction, and writes down what it answered.
     *
     * @param inLastCommit runs in the transaction that writes the answer
     * @throws OrderNotPayable when the order was closed meanwhile
     * @throws ChannelUnavailable when nobody knows whether the gateway opened it; repeat it under the same number
     * @throws PaymentDeclined when the gateway refused, now or when it was told before
     */
    public Payment tellGateway(PaymentNo paymentNo, Consumer<Payment> inLastCommit) {
        PaymentRepository.WithPayer written = payments.findWithPayer(paymentNo).orElseThrow(NotFound::new);
        Payment payment = written.payment();
        if (payment.status() == PaymentStatus.SUCCEEDED) {
            throw new AlreadyPaid();
        }
        if (payment.status() == PaymentStatus.DECLINED) {
            throw new PaymentDeclined(payment.channel(), Objects.requireNonNull(payment.statusReason()));
        }
        if (!payment.status().isOpen()) {
            throw new OrderNotPayable();
        }
        PaymentRepository.Payer payer = written.payer();
        Outcome<Map<String, String>> outcome = gateways.of(payment)
                .prepay(new PaymentGateway.PrepayRequest(
                        payment.ref(), payment.amount(), description(payment), payer.payerId(), payer.payerIp()));
        Payment opened = transactions.run(() -> {
            Payable current =
                    payables.lock(payment.orderNo(), payment.topUpOf()).orElseThrow(NotFound::new);
            Optional<Payment> known = write(payment, outcome);
            // A payment of something that was closed meanwhile must never reach the shopper's hands.
            requirePayable(current, clock.now());
            Payment result = known.or(() -> payments.find(paymentNo)).orElseThrow(NotFound::new);
            if (outcome instanceof Outcome.Succeeded) {
                inLastCommit.accept(result);
            }
            return result;
        });
        if (outcome instanceof Outcome.Declined<?> declined) {
            throw new PaymentDeclined(payment.channel(), declined.code());
        }
        if (!(outcome instanceof Outcome.Succeeded)) {
            throw new ChannelUnavailable(payment.channel());
        }
        return opened;
    }

    /** @return the payment as it stands now, unless more was known of it than the answer says */
    private Optional<Payment> write(Payment payment, Outcome<Map<String, String>> outcome) {
        Instant now = clock.now();
        PaymentNo paymentNo = payment.paymentNo();
        if (outcome instanceof Outcome.Succeeded<Map<String, String>> succeeded) {
            return payments.opened(paymentNo, PaymentStatus.PENDING, succeeded.value(), null, now)
                    ? Optional.of(payment.opened(succeeded.value(), now))
                    : Optional.empty();
        }
        if (outcome instanceof Outcome.Declined<Map<String, String>> declined) {
            payments.opened(paymentNo, PaymentStatus.DECLINED, Map.of(), declined.code(), now);
        } else if (outcome instanceof Outcome.NotExecuted<Map<String, String>> notExecuted) {
            payments.opened(paymentNo, PaymentStatus.NOT_EXECUTED, Map.of(), notExecuted.reason(), now);
        } else if (outcome instanceof Outcome.Unknown<Map<String, String>> unknown) {
            payments.unknown(paymentNo, unknown.reason(), now);
        } else if (outcome instanceof Outcome.Pending<Map<String, String>> pending) {
            payments.unknown(paymentNo, pending.reason(), now);
        }
        return Optional.empty();
    }

    private @Nullable String payerId(Wish wish) {
        if (wish.payerId() != null) {
            return wish.payerId();
        }
        if (wish.scene() != Scene.MINI_PROGRAM) {
            return null;
        }
        return orders.payerId(wish.shopper(), wish.channel())
                .orElseThrow(
                        () -> new InvalidRequest(
                                "/payerId",
                                "PAYER_ID_MISSING",
                                "A payment inside the mini-program needs the payer's openid; this shopper has not logged in with one."));
    }

    /** What the shopper reads when paying. */
    private static String description(Payment payment) {
        return (payment.topUpOf() == null ? "订单 Order " : "换货补差价 Exchange in order ") + payment.orderNo();
    }

    private static void requirePayable(Payable due, Instant now) {
        if (due.standing() == Standing.PAID) {
            throw new AlreadyPaid();
        }
        if (due.standing() != Standing.PAYABLE || !now.isBefore(due.payBefore())) {
            throw new OrderNotPayable();
        }
    }
}
