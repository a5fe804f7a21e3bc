package io.orderloom.aftersales;

import io.orderloom.inventory.HoldReplacement;
import io.orderloom.outbox.Outbox;
import io.orderloom.payment.CloseOpenPayments;
import io.orderloom.payment.Payment;
import io.orderloom.payment.Payments;
import io.orderloom.payment.RefundReason;
import io.orderloom.payment.RequestRefund;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.Money;
import org.springframework.stereotype.Component;

/**
 * Ends an exchange that brings nothing: the replacement is offered again, the top-up goes back, and payments of it
 * that are still open are closed. Everything here runs in the caller's transaction under the order's lock, and
 * happens once.
 */
@Component
class EndExchange {

    private static final String SYSTEM = "system";

    private final AfterSaleRepository rows;
    private final ExchangeRows exchanges;
    private final HoldReplacement holdReplacement;
    private final Payments payments;
    private final CloseOpenPayments closeOpenPayments;
    private final RequestRefund requestRefund;
    private final Outbox outbox;

    EndExchange(
            AfterSaleRepository rows,
            ExchangeRows exchanges,
            HoldReplacement holdReplacement,
            Payments payments,
            CloseOpenPayments closeOpenPayments,
            RequestRefund requestRefund,
            Outbox outbox) {
        this.rows = rows;
        this.exchanges = exchanges;
        this.holdReplacement = holdReplacement;
        this.payments = payments;
        this.closeOpenPayments = closeOpenPayments;
        this.requestRefund = requestRefund;
        this.outbox = outbox;
    }

    /** Nobody wants the replacement any more. Nothing happens to a case that asks for none. */
    void callOff(AfterSale afterSale) {
        end(afterSale, ExchangeStatus.CALLED_OFF);
    }

    /** There is no replacement: what is left is a return. */
    void soldOut(AfterSale afterSale) {
        Exchange exchange = afterSale.exchange();
        if (exchange == null || !end(afterSale, ExchangeStatus.SOLD_OUT)) {
            return;
        }
        rows.type(afterSale.afterSalesNo(), AfterSaleType.RETURN_AND_REFUND);
        outbox.append(
                new ReplacementSoldOut(
                        afterSale.orderNo().value(),
                        afterSale.afterSalesNo().value(),
                        exchange.skuId().value(),
                        afterSale.amount().fen()),
                SYSTEM);
    }

    private boolean end(AfterSale afterSale, ExchangeStatus as) {
        Exchange exchange = afterSale.exchange();
        AfterSalesNo afterSalesNo = afterSale.afterSalesNo();
        if (exchange == null || !exchanges.end(afterSalesNo, as)) {
            return false;
        }
        if (exchange.isReserved()) {
            holdReplacement.letGo(afterSalesNo, exchange.stock(exchange.quantity()));
        }
        closeOpenPayments.close(afterSale.orderNo(), afterSalesNo);
        giveBack(afterSale, exchange.topUpKept());
        return true;
    }

    /** Has a part of the top-up, or all of it, paid back. */
    void giveBack(AfterSale afterSale, Money amount) {
        Exchange exchange = afterSale.exchange();
        if (exchange == null || exchange.topUpPaymentNo() == null || !amount.isPositive()) {
            return;
        }
        if (!exchanges.promiseBack(afterSale.afterSalesNo(), amount)) {
            throw new IllegalStateException("The top-up of case " + afterSale.afterSalesNo() + " is not that large");
        }
        Payment payment = payments.find(exchange.topUpPaymentNo()).orElseThrow();
        requestRefund.request(payment, amount, RefundReason.AFTER_SALE, SYSTEM);
    }
}
