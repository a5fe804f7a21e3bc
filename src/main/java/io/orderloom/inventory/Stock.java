package io.orderloom.inventory;

import io.orderloom.shared.NotFound;
import io.orderloom.shared.SkuDirectory;
import io.orderloom.shared.SkuId;
import io.orderloom.shared.StockLevels;
import java.util.Collection;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Answers how SKUs stand, and takes over what was counted on the shelf. */
@Service
public class Stock implements StockLevels {

    private final StockRows rows;
    private final SkuDirectory skus;

    Stock(StockRows rows, SkuDirectory skus) {
        this.rows = rows;
        this.skus = skus;
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
     * Sets the units on the shelf to what was counted.
     *
     * @param onHand units, those held by orders included
     * @throws NotFound when the shop has no such SKU
     * @throws StockBelowReserved when orders hold more
     */
    @Transactional
    public StockLevel count(SkuId skuId, int onHand) {
        if (!rows.setOnHand(skuId, onHand)) {
            StockLevel level = rows.find(skuId).orElse(null);
            if (level != null) {
                throw new StockBelowReserved(level.reserved());
            }
            requireKnown(skuId);
            rows.create(skuId, onHand);
        }
        return of(skuId);
    }

    private void requireKnown(SkuId skuId) {
        if (!skus.knows(skuId)) {
            throw new NotFound();
        }
    }
}
