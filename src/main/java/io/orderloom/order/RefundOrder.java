package io.orderloom.order;

import io.orderloom.inventory.StockLine;
import io.orderloom.order.OrderRefundRows.Account;
import io.orderloom.order.OrderRefundRows.Item;
import io.orderloom.order.OrderRefundRows.LineAccount;
import io.orderloom.payment.Payment;
import io.orderloom.payment.Payments;
import io.orderloom.payment.Refund;
import io.orderloom.payment.RefundExceedsPaid;
import io.orderloom.payment.RefundReason;
import io.orderloom.payment.RequestRefund;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.Money;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.Staff;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Gives an order's money back, in part or whole. Units that have not left the warehouse are given up at once,
 * under the same lock under which goods leave: a unit is shipped or paid back from the shelf, never both.
 */
@Service
public class RefundOrder {

    private final OrderRepository orders;
    private final OrderRefundRows rows;
    private final Payments payments;
    private final RequestRefund requestRefund;
    private final GiveUpUnits giveUpUnits;
    private final RefundLimits limits;
    private final BusinessClock clock;

    RefundOrder(
            OrderRepository orders,
            OrderRefundRows rows,
            Payments payments,
            RequestRefund requestRefund,
            GiveUpUnits giveUpUnits,
            RefundLimits limits,
            BusinessClock clock) {
        this.orders = orders;
        this.rows = rows;
        this.payments = payments;
        this.requestRefund = requestRefund;
        this.giveUpUnits = giveUpUnits;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What is to go back.
     *
     * @param units whose money; none together with an amount means money alone, none without one everything left
     * @param amount less than these units cost, if so decided; null for all that they can still get
     */
    public record Wish(
            OrderNo orderNo, List<Units> units, @Nullable Money amount, RefundReason reason) {}

    /**
     * Writes the refund down, in the running transaction.
     *
     * @param by who decided, as in {@link io.orderloom.outbox.Outbox#append}
     * @throws NotFound when there is no such order
     * @throws OrderWithoutMoney when no money of it came in
     * @throws RefundExceedsPaid when so much, or so many units, are not left
     * @throws io.orderloom.shared.InvalidRequest when a line is unknown or a number is not positive
     */
    public Refund request(Wish wish, String by) {
        Order order = orders.lock(wish.orderNo()).orElseThrow(NotFound::new);
        Account account = rows.account(wish.orderNo());
        if (!order.status().wasPaid() || account.paidPaymentNo() == null) {
            throw new OrderWithoutMoney();
        }
        boolean everything = (wish.units().isEmpty() && wish.amount() == null)
                || RefundShares.isAllTheMoney(wish.units(), wish.amount(), account);
        List<Item> items =
                everything ? RefundShares.everythingLeft(account) : RefundShares.items(wish.units(), account);
        Money amount = everything ? account.left() : RefundShares.amount(wish.amount(), account, items);
        if (!rows.promise(wish.orderNo(), amount)) {
            throw new RefundExceedsPaid();
        }
        Payment payment = payments.find(account.paidPaymentNo()).orElseThrow();
        Refund refund = requestRefund.request(payment, amount, wish.reason(), by);
        List<Item> shares = RefundShares.spread(items, amount);
        rows.insert(refund.refundNo(), shares);
        giveUp(order, account, shares);
        return refund;
    }

    /**
     * The same by a person's word, within what that person may give back.
     *
     * @throws RefundAboveLimit when they may not give back so much of the order
     */
    public Refund requestByStaff(Wish wish, Staff by) {
        Refund refund = request(wish, by.actor());
        limits.grant(wish.orderNo(), refund.refundNo().value(), refund.amount(), by);
        return refund;
    }

    /**
     * Promises back whatever is left, units and money, in the running transaction. Repeating it changes nothing. An order
     * of which nothing has to be paid back is over as soon as its units are on the shelf.
     *
     * @param by who decided, as in {@link io.orderloom.outbox.Outbox#append}
     */
    public void everything(OrderNo orderNo, RefundReason reason, String by) {
        Order order = orders.lock(orderNo).orElseThrow(NotFound::new);
        Account account = rows.account(orderNo);
        if (account.left().isPositive()) {
            request(new Wish(orderNo, List.of(), null, reason), by);
            return;
        }
        giveUp(order, account, RefundShares.everythingLeft(account));
        if (order.refunded().equals(order.paid())) {
            rows.insertRefunded(orderNo, clock.now());
        }
    }

    private void giveUp(Order order, Account account, List<Item> items) {
        List<StockLine> backOnShelf = new ArrayList<>();
        for (Item item : items) {
            LineAccount line = account.line(item.lineNo());
            int fromShelf = Math.min(item.quantity(), line.toShip());
            rows.takeUnits(order.orderNo(), item, fromShelf);
            if (fromShelf > 0) {
                backOnShelf.add(new StockLine(line.skuId(), fromShelf));
            }
        }
        giveUpUnits.backOnShelf(order.orderNo(), backOnShelf);
    }
}
