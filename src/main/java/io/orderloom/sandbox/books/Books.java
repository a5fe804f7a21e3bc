package io.orderloom.sandbox.books;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Payments and refunds of all channels. What must happen in one piece (look, decide, write) goes through
 * {@link #inOnePiece}; nobody else sees the books meanwhile.
 */
public final class Books {

    private static final String PAYMENT = "payment";
    private static final String REFUND = "refund";

    private final Journal journal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private final Map<String, Payment> byTransaction = new LinkedHashMap<>();
    private final Map<String, Payment> byHandle = new LinkedHashMap<>();
    private final Map<String, Refund> refunds = new LinkedHashMap<>();
    private final Map<String, Map<String, Refund>> refundsOfPayment = new LinkedHashMap<>();

    public Books(Journal journal) {
        this.journal = journal;
        journal.replay(PAYMENT, Payment.class, this::keep);
        journal.replay(REFUND, Refund.class, this::keep);
    }

    public <T> T inOnePiece(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    public Payment write(Payment payment) {
        return inOnePiece(() -> {
            journal.append(PAYMENT, payment);
            keep(payment);
            return payment;
        });
    }

    public Refund write(Refund refund) {
        return inOnePiece(() -> {
            journal.append(REFUND, refund);
            keep(refund);
            return refund;
        });
    }

    /** Payment numbers are one namespace over all channels, as the service hands them out. */
    public Optional<Payment> payment(String paymentNo) {
        return inOnePiece(() -> Optional.ofNullable(payments.get(paymentNo)));
    }

    public Optional<Payment> payment(String channel, String paymentNo) {
        return payment(paymentNo).filter(payment -> payment.channel().equals(channel));
    }

    /** By the gateway's own number; only when paid, since it is given out then. */
    public Optional<Payment> paymentByTransaction(String channel, String transactionId) {
        return inOnePiece(() -> Optional.ofNullable(byTransaction.get(transactionId)))
                .filter(payment -> payment.channel().equals(channel))
                .filter(payment -> payment.state().paid());
    }

    /** By what the client app shows to open it. */
    public Optional<Payment> paymentByHandle(String channel, String handle) {
        return inOnePiece(() -> Optional.ofNullable(byHandle.get(handle)))
                .filter(payment ->
                        payment.channel().equals(channel) && payment.handle().equals(handle));
    }

    public Optional<Refund> refund(String refundNo) {
        return inOnePiece(() -> Optional.ofNullable(refunds.get(refundNo)));
    }

    public Optional<Refund> refund(String channel, String refundNo) {
        return refund(refundNo).filter(refund -> refund.channel().equals(channel));
    }

    /** Oldest first. */
    public List<Payment> payments() {
        return inOnePiece(() -> List.copyOf(payments.values()));
    }

    /** Oldest first. */
    public List<Refund> refunds() {
        return inOnePiece(() -> List.copyOf(refunds.values()));
    }

    public Collection<Refund> refundsOf(String paymentNo) {
        return inOnePiece(
                () -> List.copyOf(Objects.requireNonNullElse(refundsOfPayment.get(paymentNo), Map.<String, Refund>of())
                        .values()));
    }

    private void keep(Payment payment) {
        payments.put(payment.paymentNo(), payment);
        byTransaction.put(payment.terms().transactionId(), payment);
        byHandle.put(payment.handle(), payment);
    }

    private void keep(Refund refund) {
        refunds.put(refund.refundNo(), refund);
        refundsOfPayment
                .computeIfAbsent(refund.paymentNo(), paymentNo -> new LinkedHashMap<>())
                .put(refund.refundNo(), refund);
    }
}
