package io.orderloom.sandbox.gateway;

import io.orderloom.sandbox.books.Books;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a payment gateway has to tell, as the books say it at the moment of telling. */
public final class BookedNotices implements Deliveries.Sender {

    private static final String PAYMENT = "payment";
    private static final String REFUND = "refund";
    private static final NotificationOrder TRUE = new NotificationOrder(Tamper.NONE, null);
    private static final NotificationOrder BROKEN = new NotificationOrder(Tamper.SIGNATURE, null);

    private final PaymentChannel channel;
    private final Books books;
    private final Deliveries deliveries;
    private final Predicate<Courier.Reply> taken;
    private final List<Duration> pauses;

    /**
     * Registers the channel's notices for delivery.
     *
     * @param taken by which reply the gateway believes that the merchant has taken a notice
     * @param pauses between one attempt and the next
     */
    public BookedNotices(
            PaymentChannel channel,
            Books books,
            Deliveries deliveries,
            Predicate<Courier.Reply> taken,
            List<Duration> pauses) {
        this.channel = channel;
        this.books = books;
        this.deliveries = deliveries;
        this.taken = taken;
        this.pauses = pauses;
        deliveries.register(channel.name(), this);
    }

    /** Begins to tell the merchant of a payment. */
    public void ofPayment(String paymentNo) {
        deliveries.send(channel.name(), PAYMENT, paymentNo);
    }

    /** Begins to tell the merchant of a refund. */
    public void ofRefund(String refundNo) {
        deliveries.send(channel.name(), REFUND, refundNo);
    }

    @Override
    public Optional<Outbound> compose(Delivery delivery) {
        return compose(delivery, TRUE);
    }

    @Override
    public Optional<Outbound> composeBroken(Delivery delivery) {
        return compose(delivery, BROKEN);
    }

    @Override
    public boolean taken(Courier.Reply reply) {
        return taken.test(reply);
    }

    @Override
    public List<Duration> pauses() {
        return pauses;
    }

    private Optional<Outbound> compose(Delivery delivery, NotificationOrder order) {
        return delivery.topic().equals(PAYMENT)
                ? books.payment(delivery.reference()).map(payment -> channel.compose(payment, order))
                : books.refund(delivery.reference()).map(refund -> channel.compose(refund, order));
    }
}
