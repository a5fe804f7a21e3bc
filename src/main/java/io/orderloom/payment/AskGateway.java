package io.orderloom.payment;

import io.orderloom.engine.FactRecorder;
import io.orderloom.payment.PaymentBooks.Known;
import io.orderloom.payment.PaymentGateway.GatewayPayment;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Service;

/** Asks the gateway what became of a payment, and books what it says. */
@Service
public class AskGateway {

    /** What is known after asking. */
    public enum Answer {
        PAID,
        CLOSED,
        OPEN,
        /** The gateway did not say, the payer is paying right now, or it disagrees with our books. */
        UNKNOWN
    }

    /**
     * A gateway that disagrees with our books has answered, and will mostly say the same again: the order is held for a
     * person, and asking is only there for what the gateway itself puts right.
     */
    private static final Duration SOONEST_OF_DISAGREEMENT = Duration.ofMinutes(5);

    private static final Duration LATEST_OF_DISAGREEMENT = Duration.ofDays(1);

    private final PaymentRepository payments;
    private final PaymentGateways gateways;
    private final PaymentBooks books;
    private final FactRecorder facts;
    private final BusinessClock clock;

    AskGateway(
            PaymentRepository payments,
            PaymentGateways gateways,
            PaymentBooks books,
            FactRecorder facts,
            BusinessClock clock) {
        this.payments = payments;
        this.gateways = gateways;
        this.books = books;
        this.facts = facts;
        this.clock = clock;
    }

    /** Asks, unless our own books already know the end of it. @throws NotFound when there is no such payment */
    public Answer ask(PaymentNo paymentNo) {
        Payment payment = payments.find(paymentNo).orElseThrow(NotFound::new);
        if (payment.status() == PaymentStatus.SUCCEEDED) {
            return Answer.PAID;
        }
        if (!payment.status().isOpen()) {
            return Answer.CLOSED;
        }
        Outcome<GatewayPayment> outcome = gateways.of(payment).query(payment.ref());
        if (outcome instanceof Outcome.Succeeded<GatewayPayment> succeeded) {
            Known known = facts.record(() -> taken(payment, succeeded.value()));
            return switch (known) {
                case PAID -> Answer.PAID;
                case CLOSED -> Answer.CLOSED;
                case OPEN -> Answer.OPEN;
                case NOT_KNOWN, DISAGREES -> Answer.UNKNOWN;
            };
        }
        facts.record(() -> {
            payments.unknown(paymentNo, outcome.reasonOfFailure(), clock.now());
            return Boolean.TRUE;
        });
        return Answer.UNKNOWN;
    }

    private Known taken(Payment payment, GatewayPayment report) {
        Known known = books.take(payment, report);
        if (known == Known.DISAGREES) {
            Instant now = clock.now();
            payments.askAt(payment.paymentNo(), now.plus(untilDisagreementIsAskedAgain(payment, now)));
        }
        return known;
    }

    /** As long again as the payment has been open. */
    private static Duration untilDisagreementIsAskedAgain(Payment payment, Instant now) {
        Duration open = Duration.between(payment.openedAt(), now);
        Duration atLeast = open.compareTo(SOONEST_OF_DISAGREEMENT) < 0 ? SOONEST_OF_DISAGREEMENT : open;
        return atLeast.compareTo(LATEST_OF_DISAGREEMENT) > 0 ? LATEST_OF_DISAGREEMENT : atLeast;
    }
}
