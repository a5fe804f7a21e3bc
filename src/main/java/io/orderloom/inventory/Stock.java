package io.orderloom.inventory;

import io.orderloom.shared.NotFound;
import io.orderloom.shared.SkuDirectory;
import io.orderloom.shared.SkuId;
import io.orderloom.shared.StockLevels;
import java.util.Collection;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Answers how SKUs stand, and takes over what was counted on the shelf. */
@Service
public class Stock implements StockLevels {

    private final StockRows rows;
    private final SkuDirectory skus;
    private final ObjectProvider<GivesWay> others;

    Stock(StockRows rows, SkuDirectory skus, ObjectProvider<GivesWay> others) {
        this.rows = rows;
        this.skus = skus;
        this.others = others;
    }

    /** @throws NotFound when the shop has no such SKU */
    public StockLevel of(SkuId skuId) {
        return rows.find(skuId).orElseGet(() -> {
            requireKnown(skuId);
            return new StockLevel(skuId, 0, 0);
        });
    }

    @Override
    public Map<SkuId, Integer> available(Collection<SkuId> skuIds) {
        return rows.available(skuIds);
    }

    /**
     * Sets the units on the shelf to what was counted. Where orders and exchanges hold more than that, exchanges give
     * way: they can become returns.
     *
     * @param onHand units, those held by orders included
     * @throws NotFound when the shop has no such SKU
     * @throws StockBelowReserved when orders hold more
     */
    @Transactional
    public StockLevel count(SkuId skuId, int onHand) {
        if (!rows.setOnHand(skuId, onHand)) {
            StockLevel level = rows.find(skuId).orElse(null);
            if (level == null) {
                requireKnown(skuId);
                rows.create(skuId, onHand);
            } else {
                countFewer(level, onHand);
            }
        }
        return of(skuId);
    }

    private void countFewer(StockLevel level, int onHand) {
        others.orderedStream().forEach(holder -> holder.giveWay(level.skuId(), level.reserved() - onHand));
        if (!rows.setOnHand(level.skuId(), onHand)) {
            throw new StockBelowReserved(of(level.skuId()).reserved());
        }
    }

    private void requireKnown(SkuId skuId) {
        if (!skus.knows(skuId)) {
            throw new NotFound();
        }
    }
}
