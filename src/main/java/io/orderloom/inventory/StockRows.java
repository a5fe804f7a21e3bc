package io.orderloom.inventory;

import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.DeferredWrites;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.SkuId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables {@code stock} and {@code stock_reservations}. */
@Component
class StockRows implements DeferredWrites {

    private final JdbcClient jdbc;

    StockRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One quantity per SKU, in the order in which rows are locked everywhere. */
    static SortedMap<SkuId, Integer> inSkuOrder(List<StockLine> lines) {
        SortedMap<SkuId, Integer> bySku = new TreeMap<>();
        for (StockLine line : lines) {
            bySku.merge(line.skuId(), line.quantity(), Math::addExact);
        }
        return bySku;
    }

    boolean hold(SkuId skuId, int quantity) {
        settle();
        return jdbc.sql("UPDATE stock SET reserved = reserved + ? WHERE sku_id = ? AND on_hand - reserved >= ?")
                        .params(quantity, skuId.value(), quantity)
                        .update()
                == 1;
    }

    void insertReservations(OrderNo orderNo, Map<SkuId, Integer> bySku) {
        if (bySku.isEmpty()) {
            return;
        }
        StringJoiner values = new StringJoiner(", ");
        bySku.forEach((sku, quantity) -> values.add("(?, ?, ?, 'RESERVED')"));
        var insert = jdbc.sql("INSERT INTO stock_reservations (order_no, sku_id, quantity, status) VALUES " + values);
        for (Map.Entry<SkuId, Integer> line : bySku.entrySet()) {
            insert = insert.param(orderNo.value()).param(line.getKey().value()).param(line.getValue());
        }
        insert.update();
    }

    /** What the order holds and has not been shipped, its rows locked, in SKU order. */
    SortedMap<SkuId, Integer> lockHeld(OrderNo orderNo) {
        SortedMap<SkuId, Integer> held = new TreeMap<>();
        jdbc.sql("""
                        SELECT sku_id, quantity - shipped AS held FROM stock_reservations
                        WHERE order_no = ? AND status = 'RESERVED' FOR UPDATE""").param(orderNo.value()).query(row -> {
            if (row.getInt("held") > 0) {
                held.put(new SkuId(row.getString("sku_id")), row.getInt("held"));
            }
        });
        return held;
    }

    void markReleased(OrderNo orderNo) {
        jdbc.sql("UPDATE stock_reservations SET status = 'RELEASED' WHERE order_no = ? AND status = 'RESERVED'")
                .param(orderNo.value())
                .update();
    }

    @Override
    public void settle() {
        StockMoves.settle();
    }

    /** Offers the units again, as the transaction ends. */
    void giveBack(Map<SkuId, Integer> bySku) {
        move(bySku, quantity -> new StockMoves.Move(0, quantity));
    }

    /** The units leave, as the transaction ends. */
    void takeOffShelf(Map<SkuId, Integer> bySku) {
        move(bySku, quantity -> new StockMoves.Move(quantity, quantity));
    }

    private void move(Map<SkuId, Integer> bySku, IntFunction<StockMoves.Move> move) {
        Map<SkuId, StockMoves.Move> moves = new HashMap<>();
        bySku.forEach((sku, quantity) -> moves.put(sku, move.apply(quantity)));
        StockMoves.add(moves, this::write);
    }

    /** The server goes through the rows by their key, so they are locked in SKU order here too. */
    private void write(SortedMap<SkuId, StockMoves.Move> moves) {
        SortedMap<SkuId, Integer> onHand = new TreeMap<>();
        SortedMap<SkuId, Integer> reserved = new TreeMap<>();
        moves.forEach((sku, move) -> {
            onHand.put(sku, move.onHand());
            reserved.put(sku, move.reserved());
        });
        jdbc.sql("UPDATE stock SET on_hand = on_hand - " + unitsOfSku(onHand) + ", reserved = reserved - "
                        + unitsOfSku(reserved) + " WHERE sku_id IN (" + places(moves.keySet()) + ")")
                .params(unitsBySku(onHand))
                .params(unitsBySku(reserved))
                .params(skuIds(moves.keySet()))
                .update();
    }

    /** Under its case's number a replacement is held like an order's goods under the order's. */
    void insertReservation(AfterSalesNo afterSalesNo, StockLine line) {
        jdbc.sql("INSERT INTO stock_reservations (order_no, sku_id, quantity, status) VALUES (?, ?, ?, 'RESERVED')")
                .params(afterSalesNo.value(), line.skuId().value(), line.quantity())
                .update();
    }

    boolean shipReserved(AfterSalesNo afterSalesNo, SkuId skuId, int quantity) {
        return shipReserved(afterSalesNo.value(), skuId, quantity);
    }

    /** Ships of what the order holds, by SKU. @return whether it holds so many of each; else the caller must roll back */
    boolean shipReserved(OrderNo orderNo, Map<SkuId, Integer> bySku) {
        String unitsOfSku = unitsOfSku(bySku);
        List<Object> units = unitsBySku(bySku);
        return jdbc.sql("UPDATE stock_reservations SET shipped = shipped + " + unitsOfSku
                                + " WHERE order_no = ? AND sku_id IN (" + places(bySku.keySet())
                                + ") AND status = 'RESERVED' AND quantity - shipped >= " + unitsOfSku)
                        .params(units)
                        .param(orderNo.value())
                        .params(skuIds(bySku.keySet()))
                        .params(units)
                        .update()
                == bySku.size();
    }

    private static String unitsOfSku(Map<SkuId, Integer> bySku) {
        return "CASE sku_id" + " WHEN ? THEN ?".repeat(bySku.size()) + " ELSE 0 END";
    }

    /** What {@link #unitsOfSku} leaves open. */
    private static List<Object> unitsBySku(Map<SkuId, Integer> bySku) {
        List<Object> units = new ArrayList<>();
        bySku.forEach((sku, quantity) -> units.addAll(List.of(sku.value(), quantity)));
        return units;
    }

    private static String places(Set<SkuId> skuIds) {
        return String.join(", ", Collections.nCopies(skuIds.size(), "?"));
    }

    private static List<String> skuIds(Set<SkuId> skuIds) {
        return skuIds.stream().map(SkuId::value).toList();
    }

    private boolean shipReserved(String holder, SkuId skuId, int quantity) {
        return jdbc.sql("""
                                UPDATE stock_reservations SET shipped = shipped + ?
                                WHERE order_no = ? AND sku_id = ? AND status = 'RESERVED' AND quantity - shipped >= ?""").params(quantity, holder, skuId.value(), quantity).update() == 1;
    }

    boolean giveUpReserved(AfterSalesNo afterSalesNo, SkuId skuId, int quantity) {
        return giveUpReserved(afterSalesNo.value(), skuId, quantity);
    }

    boolean giveUpReserved(OrderNo orderNo, SkuId skuId, int quantity) {
        return giveUpReserved(orderNo.value(), skuId, quantity);
    }

    private boolean giveUpReserved(String holder, SkuId skuId, int quantity) {
        return jdbc.sql("""
                                UPDATE stock_reservations SET quantity = quantity - ?
                                WHERE order_no = ? AND sku_id = ? AND status = 'RESERVED' AND quantity - shipped >= ?""").params(quantity, holder, skuId.value(), quantity).update() == 1;
    }

    void putOnShelf(SkuId skuId, int quantity) {
        jdbc.sql("UPDATE stock SET on_hand = on_hand + ? WHERE sku_id = ?")
                .params(quantity, skuId.value())
                .update();
    }

    void putAside(SkuId skuId, int quantity) {
        jdbc.sql("UPDATE stock SET damaged = damaged + ? WHERE sku_id = ?")
                .params(quantity, skuId.value())
                .update();
    }

    Optional<StockLevel> find(SkuId skuId) {
        settle();
        return jdbc.sql("SELECT sku_id, on_hand, reserved FROM stock WHERE sku_id = ?")
                .param(skuId.value())
                .query((row, number) -> new StockLevel(
                        new SkuId(row.getString("sku_id")), row.getInt("on_hand"), row.getInt("reserved")))
                .optional();
    }

    Map<SkuId, Integer> available(Collection<SkuId> skuIds) {
        Map<SkuId, Integer> available = new HashMap<>();
        if (skuIds.isEmpty()) {
            return available;
        }
        settle();
        skuIds.forEach(sku -> available.put(sku, 0));
        jdbc.sql("SELECT sku_id, on_hand - reserved AS available FROM stock WHERE sku_id IN (:skuIds)")
                .param("skuIds", available.keySet().stream().map(SkuId::value).toList())
                .query(row -> {
                    available.put(new SkuId(row.getString("sku_id")), row.getInt("available"));
                });
        return available;
    }

    boolean setOnHand(SkuId skuId, int onHand) {
        settle();
        return jdbc.sql("UPDATE stock SET on_hand = ? WHERE sku_id = ? AND reserved <= ?")
                        .params(onHand, skuId.value(), onHand)
                        .update()
                == 1;
    }

    void create(SkuId skuId, int onHand) {
        settle();
        jdbc.sql("INSERT INTO stock (sku_id, on_hand) VALUES (?, ?) ON DUPLICATE KEY UPDATE on_hand = VALUES(on_hand)")
                .params(skuId.value(), onHand)
                .update();
    }
}
