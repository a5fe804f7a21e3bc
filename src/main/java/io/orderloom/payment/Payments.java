package io.orderloom.payment;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Questions about payments. */
@Service
public class Payments {

    private final PaymentRepository payments;
    private final OrphanRepository orphans;

    Payments(PaymentRepository payments, OrphanRepository orphans) {
        this.payments = payments;
        this.orphans = orphans;
    }

    public Optional<Payment> find(PaymentNo paymentNo) {
        return payments.find(paymentNo);
    }

    /** All payments of an order, in the order of opening. */
    public List<Payment> of(OrderNo orderNo) {
        return payments.ofOrder(orderNo);
    }

    /**
     * A payment and who paid it.
     *
     * @param payerId at the gateway, for instance the openid; personal data; null when nobody knows
     */
    public record PaidBy(Payment payment, @Nullable String payerId) {}

    /** All payments of these orders, in the order of opening, with who paid them. */
    public List<PaidBy> withPayersOf(Collection<OrderNo> orderNos) {
        return payments.withPayersOf(orderNos).stream()
                .map(found -> new PaidBy(found.payment(), found.payer().payerId()))
                .toList();
    }

    /** Who paid at the gateway, for instance the openid; personal data. */
    public Optional<String> payerId(PaymentNo paymentNo) {
        return Optional.ofNullable(payments.payer(paymentNo).payerId());
    }

    /** Forgets who paid for these orders, in the running transaction; what was paid stays. */
    public void forgetPayers(List<OrderNo> orderNos) {
        orderNos.forEach(payments::forgetPayers);
    }

    /** Payments of which nobody can say what became of them, oldest first, at most {@code limit}. */
    public List<Payment> unknown(int limit) {
        return payments.unknown(limit);
    }

    /** Reports of money under numbers that are not ours, oldest first, at most {@code limit}. */
    public List<Orphan> orphans(int limit) {
        return orphans.all(limit);
    }
}
