package io.orderloom.sandbox.bills;

import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Journal;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The bills of all channels. A day is one of Beijing and is listed once it is over. */
public final class Bills {

    public static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final String KIND = "planted-bill";

    /** UnionPay settles from eleven in the evening to eleven in the evening. */
    private static final Map<String, Duration> EARLIER = Map.of("UNIONPAY", Duration.ofHours(1));

    private final Books books;
    private final Journal journal;
    private final Supplier<Instant> clock;
    private final Map<String, Planted> planted = new ConcurrentHashMap<>();

    public Bills(Books books, Journal journal, Supplier<Instant> clock) {
        this.books = books;
        this.journal = journal;
        this.clock = clock;
        journal.replay(KIND, Planted.class, known -> planted.put(key(known.channel(), known.date()), known));
    }

    /** Differences that a tester planted in a day's bill: numbers with an amount of their own, and missing ones. */
    record Planted(String channel, String date, Map<String, Long> add, Set<String> drop) {}

    /** Lists these numbers with these amounts, whatever the books say, and leaves those out. */
    void plant(String channel, LocalDate date, Map<String, Long> add, Set<String> drop) {
        planted.compute(key(channel, date.toString()), (key, before) -> {
            Map<String, Long> added = new LinkedHashMap<>(before == null ? Map.of() : before.add());
            Set<String> dropped = new LinkedHashSet<>(before == null ? Set.of() : before.drop());
            added.putAll(add);
            dropped.addAll(drop);
            Planted all = new Planted(channel, date.toString(), added, dropped);
            journal.append(KIND, all);
            return all;
        });
    }

    /** Whether the day is over and its bill made. */
    public boolean ready(LocalDate date) {
        return date.isBefore(clock.get().atZone(BEIJING).toLocalDate());
    }

    /** What moved money on the day, oldest first. */
    public List<BillLine> day(String channel, LocalDate date) {
        Planted difference = planted.getOrDefault(
                key(channel, date.toString()), new Planted(channel, date.toString(), Map.of(), Set.of()));
        Map<String, Long> toAdd = new LinkedHashMap<>(difference.add());
        List<BillLine> lines = new ArrayList<>();
        for (Payment payment : books.payments()) {
            if (payment.channel().equals(channel)
                    && payment.paidAt() != null
                    && isOf(channel, date, payment.paidAt())) {
                take(lines, difference, toAdd, charge(payment));
            }
        }
        for (Refund refund : books.refunds()) {
            if (refund.channel().equals(channel) && isOf(channel, date, refund.createdAt())) {
                take(lines, difference, toAdd, refund(refund));
            }
        }
        Instant noon = date.atTime(12, 0).atZone(BEIJING).toInstant();
        toAdd.forEach(
                (number, fen) -> lines.add(new BillLine(number, "42000000" + number, null, null, fen, noon, null)));
        return lines;
    }

    private static void take(List<BillLine> lines, Planted difference, Map<String, Long> toAdd, BillLine line) {
        Long other = toAdd.remove(line.number());
        if (difference.drop().contains(line.number())) {
            return;
        }
        lines.add(
                other == null
                        ? line
                        : new BillLine(
                                line.paymentNo(),
                                line.transactionId(),
                                line.refundNo(),
                                line.refundId(),
                                other,
                                line.at(),
                                line.refundState()));
    }

    private static BillLine charge(Payment payment) {
        return new BillLine(
                payment.paymentNo(),
                payment.terms().transactionId(),
                null,
                null,
                payment.amountFen(),
                Objects.requireNonNull(payment.paidAt()),
                null);
    }

    private BillLine refund(Refund refund) {
        Payment payment = books.payment(refund.paymentNo()).orElseThrow();
        return new BillLine(
                refund.paymentNo(),
                payment.terms().transactionId(),
                refund.refundNo(),
                refund.refundId(),
                refund.amountFen(),
                refund.createdAt(),
                refund.state().name());
    }

    private static boolean isOf(String channel, LocalDate date, Instant at) {
        return dayOf(channel, at).equals(date);
    }

    /** On which day's bill a channel lists what happened at that moment. */
    public static LocalDate dayOf(String channel, Instant at) {
        return at.plus(EARLIER.getOrDefault(channel, Duration.ZERO))
                .atZone(BEIJING)
                .toLocalDate();
    }

    /** Whether anything happened on the day, or was planted; without it there is no bill. */
    public boolean exists(String channel, LocalDate date) {
        return planted.containsKey(key(channel, date.toString()))
                || !day(channel, date).isEmpty();
    }

    private static String key(String channel, String date) {
        return channel + "/" + date;
    }
}
