package io.orderloom.order;

import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.RefundNo;
import io.orderloom.shared.SkuId;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What of an order's money and units was promised back, in the order's own tables. */
@Repository
class OrderRefundRows {

    private final JdbcClient jdbc;

    OrderRefundRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Units of a line that a refund pays for, and their share of it.
     *
     * @param worth what the units cost; the share may be less
     */
    record Item(int lineNo, int quantity, Money worth, Money amount) {}

    /**
     * A line as refunds see it.
     *
     * @param refunding units that were promised back
     * @param refundingWorth what those units cost
     * @param givenUp how many of them never leave the warehouse
     * @param asked how many of them wait in the warehouse until their request is decided
     * @param exchanged how many of them were exchanged: they came back, and their money stayed
     */
    record LineAccount(
            int lineNo,
            SkuId skuId,
            int quantity,
            Money payable,
            int shipped,
            int refunding,
            Money refundingWorth,
            int givenUp,
            int asked,
            int exchanged) {

        int unitsLeft() {
            return quantity - refunding;
        }

        /** Units that may leave the warehouse. */
        int toShip() {
            return quantity - shipped - givenUp - asked;
        }

        /** Units that have left and of which nothing was promised back. */
        int toReturn() {
            return shipped - (refunding - givenUp - asked);
        }

        /**
         * What the next so many units cost. Units of a line differ by a fen where its price does not divide; the
         * last ones get what is left, so any sequence of parts adds up to the whole.
         */
        Money worthOf(int units) {
            Money left = payable.minus(refundingWorth);
            return Money.ofFen(Math.floorDiv(Math.multiplyExact(left.fen(), (long) units), (long) unitsLeft()));
        }
    }

    /** An order as refunds see it. */
    record Account(@Nullable PaymentNo paidPaymentNo, Money left, List<LineAccount> lines) {

        LineAccount line(int lineNo) {
            return lines.stream()
                    .filter(line -> line.lineNo() == lineNo)
                    .findFirst()
                    .orElseThrow();
        }

        boolean nothingShipped() {
            return lines.stream().allMatch(line -> line.shipped() == 0);
        }

        boolean nothingLeftAfter(List<Item> items) {
            int left = lines.stream().mapToInt(LineAccount::unitsLeft).sum();
            return items.stream().mapToInt(Item::quantity).sum() == left;
        }
    }

    Account account(OrderNo orderNo) {
        List<LineAccount> lines = jdbc.sql("""
                        SELECT line_no, sku_id, quantity, payable_fen, shipped_quantity, refunding_quantity,
                            refunding_worth_fen, given_up_quantity, asked_quantity, exchanged_quantity
                        FROM order_lines WHERE order_no = ? ORDER BY line_no""")
                .param(orderNo.value())
                .query((row, number) -> new LineAccount(
                        row.getInt("line_no"),
                        new SkuId(row.getString("sku_id")),
                        row.getInt("quantity"),
                        Money.ofFen(row.getLong("payable_fen")),
                        row.getInt("shipped_quantity"),
                        row.getInt("refunding_quantity"),
                        Money.ofFen(row.getLong("refunding_worth_fen")),
                        row.getInt("given_up_quantity"),
                        row.getInt("asked_quantity"),
                        row.getInt("exchanged_quantity")))
                .list();
        return jdbc.sql("SELECT paid_payment_no, paid_fen - refunding_fen AS left_fen FROM orders WHERE order_no = ?")
                .param(orderNo.value())
                .query((row, number) -> {
                    String paymentNo = row.getString("paid_payment_no");
                    return new Account(
                            paymentNo == null ? null : new PaymentNo(paymentNo),
                            Money.ofFen(row.getLong("left_fen")),
                            lines);
                })
                .single();
    }

    /** Promises a part of the order's money back. @return whether so much is left */
    boolean promise(OrderNo orderNo, Money amount) {
        return write(orderNo, """
                        UPDATE orders SET refunding_fen = refunding_fen + ?, version = version + 1
                        WHERE order_no = ? AND ? > 0 AND paid_fen - refunding_fen >= ?""")
                        .param(amount.fen())
                        .param(orderNo.value())
                        .param(amount.fen())
                        .param(amount.fen())
                        .update()
                == 1;
    }

    /** Gives up what was promised of the order's money. */
    void unpromise(OrderNo orderNo, Money amount) {
        write(orderNo, "UPDATE orders SET refunding_fen = refunding_fen - ?, version = version + 1 WHERE order_no = ?")
                .param(amount.fen())
                .param(orderNo.value())
                .update();
    }

    /** Counts the open requests about the order up or down. */
    void openAfterSales(OrderNo orderNo, int more) {
        write(orderNo, "UPDATE orders SET open_after_sales = open_after_sales + ? WHERE order_no = ?")
                .param(more)
                .param(orderNo.value())
                .update();
    }

    boolean anyAfterSaleOpen(OrderNo orderNo) {
        return jdbc.sql("SELECT open_after_sales FROM orders WHERE order_no = ?")
                        .param(orderNo.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Notes units as promised back, some of which never leave the warehouse. */
    void takeUnits(OrderNo orderNo, Item item, int fromShelf) {
        int taken = write(orderNo, """
                        UPDATE order_lines SET refunding_quantity = refunding_quantity + ?,
                            refunding_worth_fen = refunding_worth_fen + ?, given_up_quantity = given_up_quantity + ?
                        WHERE order_no = ? AND line_no = ? AND quantity - refunding_quantity >= ?
                            AND quantity - shipped_quantity - given_up_quantity - asked_quantity >= ?""")
                .params(List.of(
                        item.quantity(),
                        item.worth().fen(),
                        fromShelf,
                        orderNo.value(),
                        item.lineNo(),
                        item.quantity(),
                        fromShelf))
                .update();
        requireOne(taken, orderNo, item);
    }

    /**
     * Keeps units for an open request: nobody else gets their money back, and those that are still in the warehouse
     * do not leave it.
     *
     * @param unshipped whether they must not have left yet; otherwise they must have
     * @return whether so many such units were left
     */
    boolean claimUnits(OrderNo orderNo, Item item, boolean unshipped) {
        String left = unshipped
                ? "quantity - shipped_quantity - given_up_quantity - asked_quantity >= ?"
                : "shipped_quantity + given_up_quantity + asked_quantity - refunding_quantity >= ?";
        return write(
                                orderNo,
                                "UPDATE order_lines SET refunding_quantity = refunding_quantity + ?, refunding_worth_fen = refunding_worth_fen + ?,"
                                        + " asked_quantity = asked_quantity + ? WHERE order_no = ? AND line_no = ? AND "
                                        + left)
                        .params(List.of(
                                item.quantity(),
                                item.worth().fen(),
                                unshipped ? item.quantity() : 0,
                                orderNo.value(),
                                item.lineNo(),
                                item.quantity()))
                        .update()
                == 1;
    }

    /** Lets claimed units go again. */
    void unclaimUnits(OrderNo orderNo, Item item, boolean unshipped) {
        int asked = unshipped ? item.quantity() : 0;
        int let = write(orderNo, """
                        UPDATE order_lines SET refunding_quantity = refunding_quantity - ?,
                            refunding_worth_fen = refunding_worth_fen - ?, asked_quantity = asked_quantity - ?
                        WHERE order_no = ? AND line_no = ? AND refunding_quantity >= ? AND asked_quantity >= ?""")
                .params(List.of(
                        item.quantity(),
                        item.worth().fen(),
                        asked,
                        orderNo.value(),
                        item.lineNo(),
                        item.quantity(),
                        asked))
                .update();
        requireOne(let, orderNo, item);
    }

    /** Claimed units that have not left never will. */
    void giveUpClaimed(OrderNo orderNo, Item item) {
        int given = write(orderNo, """
                        UPDATE order_lines SET asked_quantity = asked_quantity - ?, given_up_quantity = given_up_quantity + ?
                        WHERE order_no = ? AND line_no = ? AND asked_quantity >= ?""")
                .params(List.of(item.quantity(), item.quantity(), orderNo.value(), item.lineNo(), item.quantity()))
                .update();
        requireOne(given, orderNo, item);
    }

    /** Claimed units were exchanged: they stay gone from their line. */
    void exchanged(OrderNo orderNo, Item item) {
        int exchanged = write(orderNo, """
                        UPDATE order_lines SET exchanged_quantity = exchanged_quantity + ?
                        WHERE order_no = ? AND line_no = ? AND refunding_quantity - exchanged_quantity >= ?""")
                .params(List.of(item.quantity(), orderNo.value(), item.lineNo(), item.quantity()))
                .update();
        requireOne(exchanged, orderNo, item);
    }

    /** For every statement that changes the order or its lines: what was read of it is no longer true. */
    private JdbcClient.StatementSpec write(OrderNo orderNo, String sql) {
        LockedOrders.forget(orderNo);
        return jdbc.sql(sql);
    }

    private static void requireOne(int rows, OrderNo orderNo, Item item) {
        if (rows != 1) {
            throw new IllegalStateException("Order " + orderNo + " has fewer units left of line " + item.lineNo());
        }
    }

    void insert(RefundNo refundNo, List<Item> items) {
        if (items.isEmpty()) {
            return;
        }
        List<Object> values = new ArrayList<>();
        items.forEach(item -> values.addAll(List.of(
                refundNo.value(), item.lineNo(), item.quantity(), item.amount().fen())));
        jdbc.sql("INSERT INTO refund_items (refund_no, line_no, quantity, amount_fen) VALUES "
                        + String.join(", ", Collections.nCopies(items.size(), "(?, ?, ?, ?)")))
                .params(values)
                .update();
    }

    /** Books money that is back with the payer, on the order and on the lines it was for. */
    void refunded(OrderNo orderNo, RefundNo refundNo, Money amount) {
        write(orderNo, "UPDATE orders SET refunded_fen = refunded_fen + ?, version = version + 1 WHERE order_no = ?")
                .param(amount.fen())
                .param(orderNo.value())
                .update();
        jdbc.sql("SELECT line_no, amount_fen FROM refund_items WHERE refund_no = ?")
                .param(refundNo.value())
                .query((row, number) -> new long[] {row.getInt(1), row.getLong(2)})
                .list()
                .forEach(item -> write(
                                orderNo,
                                "UPDATE order_lines SET refunded_fen = refunded_fen + ? WHERE order_no = ? AND line_no = ?")
                        .params(List.of(item[1], orderNo.value(), item[0]))
                        .update());
    }

    /** Whether a paid order has nothing left: all its money went back, or none of its goods ever left or will. */
    boolean nothingLeft(OrderNo orderNo) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM orders o WHERE order_no = ? AND paid_fen > 0 AND (refunded_fen >= paid_fen
                            OR (refunded_fen >= refunding_fen AND NOT EXISTS (SELECT 1 FROM order_lines l
                                WHERE l.order_no = o.order_no AND l.quantity > l.given_up_quantity)))""").param(orderNo.value()).query(Long.class).single() == 1;
    }

    /** Notes, once, that nothing is left of an order. */
    void insertRefunded(OrderNo orderNo, Instant at) {
        jdbc.sql(
                        "INSERT INTO refunded_orders (order_no, refunded_at) VALUES (?, ?) ON DUPLICATE KEY UPDATE refunded_at = refunded_at")
                .param(orderNo.value())
                .param(UtcTime.toDatabase(at))
                .update();
    }

    Optional<Instant> nextRefunded() {
        return jdbc.sql("SELECT MIN(refunded_at) FROM refunded_orders")
                .query((row, number) -> Optional.ofNullable(UtcTime.readNullable(row, 1)))
                .single();
    }

    List<OrderNo> refundedOrders(Instant now, int most) {
        return jdbc.sql("SELECT order_no FROM refunded_orders WHERE refunded_at <= ? ORDER BY refunded_at LIMIT ?")
                .param(UtcTime.toDatabase(now))
                .param(most)
                .query((row, number) -> new OrderNo(row.getString(1)))
                .list();
    }

    /** Takes the note away. @return whether it was still there */
    boolean forgetRefunded(OrderNo orderNo) {
        return jdbc.sql("DELETE FROM refunded_orders WHERE order_no = ?")
                        .param(orderNo.value())
                        .update()
                == 1;
    }
}
