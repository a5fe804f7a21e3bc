package io.orderloom.aftersales;

import io.orderloom.outbox.Outbox;
import io.orderloom.payment.Payable;
import io.orderloom.payment.Payable.Standing;
import io.orderloom.payment.PayableTopUps;
import io.orderloom.payment.Payment;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.NotFound;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What payments see of exchanges that are paid on top for, and tell them. */
@Component
class ReceiveTopUps implements PayableTopUps {

    private static final String GATEWAY = "gateway";

    private final Cases cases;
    private final AfterSaleRepository rows;
    private final ExchangeRows exchanges;
    private final Outbox outbox;
    private final BusinessClock clock;

    ReceiveTopUps(Cases cases, AfterSaleRepository rows, ExchangeRows exchanges, Outbox outbox, BusinessClock clock) {
        this.cases = cases;
        this.rows = rows;
        this.exchanges = exchanges;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public Optional<Payable> lock(AfterSalesNo afterSalesNo) {
        AfterSale afterSale;
        try {
            afterSale = cases.lock(afterSalesNo, null);
        } catch (NotFound absent) {
            return Optional.empty();
        }
        return Optional.ofNullable(afterSale.exchange())
                .map(exchange -> new Payable(
                        afterSale.orderNo(),
                        afterSale.shopper(),
                        standing(afterSale, exchange),
                        exchange.topUp(),
                        Objects.requireNonNullElse(exchange.payBefore(), afterSale.requestedAt()),
                        afterSale.status() == AfterSaleStatus.CANCELLED
                                || afterSale.status() == AfterSaleStatus.DISPUTED));
    }

    private static Standing standing(AfterSale afterSale, Exchange exchange) {
        if (exchange.topUpPaymentNo() != null) {
            return Standing.PAID;
        }
        if (afterSale.status() != AfterSaleStatus.AWAITING_TOP_UP) {
            return Standing.CANCELLED;
        }
        return exchange.payable() ? Standing.PAYABLE : Standing.CLOSING;
    }

    @Override
    public void paid(AfterSalesNo afterSalesNo, Payment payment) {
        AfterSale before = cases.lock(afterSalesNo, null);
        boolean waited = before.exchange() != null && before.exchange().payable();
        if (!exchanges.paid(afterSalesNo, payment.paymentNo())
                || !rows.move(
                        afterSalesNo, AfterSaleStatus.APPROVED, null, clock.now(), AfterSaleStatus.AWAITING_TOP_UP)) {
            throw new IllegalStateException("The top-up of case " + afterSalesNo + " was paid or over before");
        }
        outbox.append(
                new TopUpPaid(
                        before.orderNo().value(),
                        afterSalesNo.value(),
                        payment.paymentNo().value(),
                        payment.amount().fen()),
                GATEWAY);
        // While it is being closed nobody waits for the money: the model asks "Still unpaid?" by itself.
        if (waited) {
            cases.tellExchange(before, AfterSaleMessages.TOP_UP_PAID);
        }
    }
}
