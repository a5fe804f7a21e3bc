package io.orderloom.order;

import io.orderloom.order.OrderRefundRows.Account;
import io.orderloom.order.OrderRefundRows.Item;
import io.orderloom.order.OrderRefundRows.LineAccount;
import io.orderloom.payment.RefundExceedsPaid;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Works out what units of an order can still get back. */
final class RefundShares {

    private RefundShares() {}

    /**
     * The units with what they are worth, each line once, in the order of lines.
     *
     * @throws RefundExceedsPaid when so many are not left
     * @throws UnitsExchanged when so many would be left if some had not been exchanged
     * @throws InvalidRequest when a line is unknown or a number is not positive
     */
    static List<Item> items(List<Units> wanted, Account account) {
        Map<Integer, LineAccount> lines = new TreeMap<>();
        account.lines().forEach(line -> lines.put(line.lineNo(), line));
        Map<Integer, Integer> sums = new TreeMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            Units units = wanted.get(i);
            LineAccount line = lines.get(units.lineNo());
            if (line == null) {
                throw new InvalidRequest("/items/" + i + "/lineNo", "LINE_UNKNOWN", "The order has no such line.");
            }
            if (units.quantity() < 1) {
                throw new InvalidRequest(
                        "/items/" + i + "/quantity", "QUANTITY_OUT_OF_RANGE", "At least one unit is paid back.");
            }
            long sum = sums.getOrDefault(units.lineNo(), 0) + (long) units.quantity();
            if (sum > line.unitsLeft()) {
                throw sum > line.unitsLeft() + line.exchanged() ? new RefundExceedsPaid() : new UnitsExchanged();
            }
            sums.put(units.lineNo(), (int) sum);
        }
        List<Item> items = new ArrayList<>();
        sums.forEach((lineNo, quantity) -> {
            Money worth = account.line(lineNo).worthOf(quantity);
            items.add(new Item(lineNo, quantity, worth, worth));
        });
        return items;
    }

    /** Whoever names no units but all the money means the goods, too: nothing ships of what nobody has paid. */
    static boolean isAllTheMoney(List<Units> units, @Nullable Money amount, Account account) {
        return units.isEmpty() && account.left().equals(amount);
    }

    /** Every unit of which nothing was promised back yet. */
    static List<Item> everythingLeft(Account account) {
        return account.lines().stream()
                .filter(line -> line.unitsLeft() > 0)
                .map(line -> {
                    Money worth = line.worthOf(line.unitsLeft());
                    return new Item(line.lineNo(), line.unitsLeft(), worth, worth);
                })
                .toList();
    }

    /**
     * What the units get.
     *
     * @param wish less than they can get; null for all of it
     * @throws RefundExceedsPaid when so much is not left
     */
    static Money amount(@Nullable Money wish, Account account, List<Item> items) {
        if (items.isEmpty()) {
            return requireLeft(wish == null ? account.left() : wish, account.left());
        }
        Money worth = items.stream().map(Item::amount).reduce(Money.ZERO, Money::plus);
        // Freight goes back with all the goods, as long as none of them was carried.
        Money most = account.nothingLeftAfter(items) && account.nothingShipped() ? account.left() : worth;
        Money can = most.compareTo(account.left()) < 0 ? most : account.left();
        return requireLeft(wish == null ? can : wish, can);
    }

    private static Money requireLeft(Money amount, Money left) {
        if (amount.compareTo(left) > 0 || !left.isPositive()) {
            throw new RefundExceedsPaid();
        }
        if (!amount.isPositive()) {
            throw new InvalidRequest("/amountFen", "AMOUNT_OUT_OF_RANGE", "At least one fen is paid back.");
        }
        return amount;
    }

    /** An amount below the units' worth is spread over them from the first to the last. */
    static List<Item> spread(List<Item> items, Money amount) {
        List<Item> spread = new ArrayList<>();
        Money left = amount;
        for (Item item : items) {
            Money share = left.compareTo(item.worth()) < 0 ? left : item.worth();
            spread.add(new Item(item.lineNo(), item.quantity(), item.worth(), share));
            left = left.minus(share);
        }
        return spread;
    }
}
