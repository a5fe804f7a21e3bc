package io.orderloom.payment;

import io.orderloom.engine.Transactions;
import io.orderloom.engine.WaitingTimes;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DueWork;
import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/** Asks the gateways about open payments when nobody calls: at growing distance, for as long as they are open. */
@Component
class AskAboutPayments implements DueWork {

    private static final Logger LOG = LoggerFactory.getLogger(AskAboutPayments.class);

    private final PaymentRepository payments;
    private final AskGateway askGateway;
    private final WaitingTimes waitingTimes;
    private final Transactions transactions;
    private final BusinessClock clock;
    private final PaymentSettings settings;
    private final ExecutorService askers;

    AskAboutPayments(
            PaymentRepository payments,
            AskGateway askGateway,
            WaitingTimes waitingTimes,
            Transactions transactions,
            BusinessClock clock,
            PaymentSettings settings) {
        this.payments = payments;
        this.askGateway = askGateway;
        this.waitingTimes = waitingTimes;
        this.transactions = transactions;
        this.clock = clock;
        this.settings = settings;
        this.askers = Executors.newFixedThreadPool(settings.askers(), task -> {
            Thread thread = new Thread(task, "payment-asker");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Optional<Instant> nextDue() {
        return payments.nextAsking();
    }

    @Override
    public int runDue() {
        Instant now = clock.now();
        List<Payment> claimed = payments.dueForAsking(now, settings.askBatch()).stream()
                .filter(payment -> claim(payment, now))
                .toList();
        try {
            List<Callable<Boolean>> askings = claimed.stream()
                    .<Callable<Boolean>>map(payment -> () -> ask(payment))
                    .toList();
            for (Future<Boolean> asking : askers.invokeAll(askings)) {
                asking.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A payment could not be asked about", e.getCause());
        }
        return claimed.size();
    }

    private boolean claim(Payment payment, Instant now) {
        Instant next = now.plus(waitingTimes.step("ASK_GATEWAY", payment.askings() + 1));
        return transactions.run(() -> payments.claimAsking(payment, next));
    }

    private boolean ask(Payment payment) {
        try (MDC.MDCCloseable order =
                MDC.putCloseable("orderNo", payment.orderNo().value())) {
            askGateway.ask(payment.paymentNo());
            return true;
        } catch (RuntimeException e) {
            // The next asking is planned already; one payment's trouble must not keep the others waiting.
            LOG.warn("Payment {} could not be asked about; it is asked again later", payment.paymentNo(), e);
            return false;
        }
    }

    @PreDestroy
    void stop() {
        askers.shutdownNow();
    }
}
