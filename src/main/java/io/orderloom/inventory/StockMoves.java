package io.orderloom.inventory;

import io.orderloom.engine.TransactionMemory;
import io.orderloom.shared.SkuId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionSynchronization;

/**
 * What the running transaction does to the stock without having to ask: units that are offered again, units that leave.
 * It is written as the transaction's last statement, in SKU order. A SKU that a whole campaign is about is one row for
 * all of its orders; whoever writes it early makes the others wait for everything that comes after.
 */
final class StockMoves implements TransactionSynchronization {

    /** What is taken off the row of one SKU, in units. */
    record Move(int onHand, int reserved) {

        private Move plus(Move other) {
            return new Move(Math.addExact(onHand, other.onHand), Math.addExact(reserved, other.reserved));
        }
    }

    private final Consumer<SortedMap<SkuId, Move>> writing;
    private final SortedMap<SkuId, Move> bySku = new TreeMap<>();

    private StockMoves(Consumer<SortedMap<SkuId, Move>> writing) {
        this.writing = writing;
    }

    /**
     * Adds to what the running transaction will write.
     *
     * @param writing how it is written
     * @throws IllegalStateException when there is no transaction
     */
    static void add(Map<SkuId, Move> moves, Consumer<SortedMap<SkuId, Move>> writing) {
        StockMoves ofThisTransaction = TransactionMemory.findOrKeep(StockMoves.class, () -> new StockMoves(writing));
        moves.forEach((sku, move) -> ofThisTransaction.bySku.merge(sku, move, Move::plus));
    }

    /** Writes what there is by now: the rows are about to be read, or changed by whoever looks at them. */
    static void settle() {
        TransactionMemory.find(StockMoves.class).ifPresent(StockMoves::write);
    }

    @Override
    public void beforeCommit(boolean readOnly) {
        write();
    }

    private void write() {
        if (!bySku.isEmpty()) {
            writing.accept(bySku);
            bySku.clear();
        }
    }
}
