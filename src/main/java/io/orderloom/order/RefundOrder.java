package io.orderloom.order;

import io.orderloom.fulfilment.Fulfilment;
import io.orderloom.inventory.ReleaseStock;
import io.orderloom.inventory.StockLine;
import io.orderloom.order.OrderRefundRows.Account;
import io.orderloom.order.OrderRefundRows.LineAccount;
import io.orderloom.outbox.Timeline;
import io.orderloom.payment.Payment;
import io.orderloom.payment.Payments;
import io.orderloom.payment.Refund;
import io.orderloom.payment.RefundExceedsPaid;
import io.orderloom.payment.RefundReason;
import io.orderloom.payment.RequestRefund;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private final ReleaseStock releaseStock;
    private final Fulfilment fulfilment;
    private final Timeline timeline;
    private final BusinessClock clock;

    RefundOrder(
            OrderRepository orders,
            OrderRefundRows rows,
            Payments payments,
            RequestRefund requestRefund,
            ReleaseStock releaseStock,
            Fulfilment fulfilment,
            Timeline timeline,
            BusinessClock clock) {
        this.orders = orders;
        this.rows = rows;
        this.payments = payments;
        this.requestRefund = requestRefund;
        this.releaseStock = releaseStock;
        this.fulfilment = fulfilment;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** So many units of one line. */
    public record Units(int lineNo, int quantity) {}

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
     * @throws InvalidRequest when a line is unknown or a number is not positive
     */
    public Refund request(Wish wish, String by) {
        Order order = orders.lock(wish.orderNo()).orElseThrow(NotFound::new);
        Account account = rows.account(wish.orderNo());
        if (!order.status().wasPaid() || account.paidPaymentNo() == null) {
            throw new OrderWithoutMoney();
        }
        List<OrderRefundRows.Item> items = items(wish, account);
        Money amount = amount(wish, account, items);
        if (!rows.promise(wish.orderNo(), amount)) {
            throw new RefundExceedsPaid();
        }
        Payment payment = payments.find(account.paidPaymentNo()).orElseThrow();
        Refund refund = requestRefund.request(payment, amount, wish.reason(), by);
        rows.insert(refund.refundNo(), spread(items, amount));
        giveUp(order, account, items);
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
        Wish all = new Wish(orderNo, List.of(), null, reason);
        Account account = rows.account(orderNo);
        if (account.left().isPositive()) {
            request(all, by);
            return;
        }
        giveUp(order, account, items(all, account));
        if (order.refunded().equals(order.paid())) {
            rows.insertRefunded(orderNo, clock.now());
        }
    }

    private static List<OrderRefundRows.Item> items(Wish wish, Account account) {
        Map<Integer, LineAccount> lines = new TreeMap<>();
        account.lines().forEach(line -> lines.put(line.lineNo(), line));
        Map<Integer, Integer> wanted = new TreeMap<>();
        if (wish.units().isEmpty() && wish.amount() == null) {
            account.lines().stream()
                    .filter(line -> line.unitsLeft() > 0)
                    .forEach(line -> wanted.put(line.lineNo(), line.unitsLeft()));
        }
        for (int i = 0; i < wish.units().size(); i++) {
            Units units = wish.units().get(i);
            LineAccount line = lines.get(units.lineNo());
            if (line == null) {
                throw new InvalidRequest("/items/" + i + "/lineNo", "LINE_UNKNOWN", "The order has no such line.");
            }
            if (units.quantity() < 1) {
                throw new InvalidRequest(
                        "/items/" + i + "/quantity", "QUANTITY_OUT_OF_RANGE", "At least one unit is paid back.");
            }
            long sum = wanted.getOrDefault(units.lineNo(), 0) + (long) units.quantity();
            if (sum > line.unitsLeft()) {
                throw new RefundExceedsPaid();
            }
            wanted.put(units.lineNo(), (int) sum);
        }
        List<OrderRefundRows.Item> items = new ArrayList<>();
        wanted.forEach((lineNo, quantity) -> {
            LineAccount line = lines.get(lineNo);
            if (line != null) {
                items.add(new OrderRefundRows.Item(lineNo, quantity, line.worthOf(quantity)));
            }
        });
        return items;
    }

    private static Money amount(Wish wish, Account account, List<OrderRefundRows.Item> items) {
        Money worth = items.stream().map(OrderRefundRows.Item::amount).reduce(Money.ZERO, Money::plus);
        if (wish.amount() == null) {
            // Freight goes back with all the goods, as long as none of them was carried.
            Money all = account.nothingLeftAfter(items) && account.nothingShipped() ? account.left() : worth;
            return wish.units().isEmpty() ? account.left() : requirePositive(all);
        }
        Money amount = requirePositive(wish.amount());
        if (!wish.units().isEmpty() && amount.compareTo(worth) > 0) {
            throw new RefundExceedsPaid();
        }
        return amount;
    }

    private static Money requirePositive(Money amount) {
        if (!amount.isPositive()) {
            throw new InvalidRequest("/amountFen", "AMOUNT_OUT_OF_RANGE", "At least one fen is paid back.");
        }
        return amount;
    }

    /** An amount below the units' worth is spread over them from the first to the last. */
    private static List<OrderRefundRows.Item> spread(List<OrderRefundRows.Item> items, Money amount) {
        List<OrderRefundRows.Item> spread = new ArrayList<>();
        Money left = amount;
        for (OrderRefundRows.Item item : items) {
            Money share = left.compareTo(item.amount()) < 0 ? left : item.amount();
            spread.add(new OrderRefundRows.Item(item.lineNo(), item.quantity(), share));
            left = left.minus(share);
        }
        return spread;
    }

    private void giveUp(Order order, Account account, List<OrderRefundRows.Item> items) {
        List<StockLine> backOnShelf = new ArrayList<>();
        int toShip = account.lines().stream().mapToInt(LineAccount::toShip).sum();
        int givenUp = 0;
        for (OrderRefundRows.Item item : items) {
            LineAccount line = account.line(item.lineNo());
            int fromShelf = Math.min(item.quantity(), line.toShip());
            rows.takeUnits(order.orderNo(), item.lineNo(), item.quantity(), fromShelf);
            if (fromShelf > 0) {
                backOnShelf.add(new StockLine(line.skuId(), fromShelf));
                givenUp += fromShelf;
            }
        }
        if (givenUp == 0) {
            return;
        }
        releaseStock.release(order.orderNo(), backOnShelf);
        timeline.note(order.orderNo(), "stock.released", "system");
        if (givenUp == toShip && !account.nothingShipped()) {
            orders.move(order.orderNo(), OrderStatus.SHIPPED, OrderStatus.PARTLY_SHIPPED);
            fulfilment.everythingShipped(order.orderNo());
        }
    }
}
