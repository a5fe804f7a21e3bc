package io.orderloom.inventory.web;

import io.orderloom.engine.FactRecorder;
import io.orderloom.inventory.Stock;
import io.orderloom.shared.SkuId;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How a SKU stands, and what was counted on the shelf. */
@RestController
@RequestMapping("/api/v1/stock/{skuId}")
@Roles({Role.MERCHANT, Role.WAREHOUSE})
class StockController {

    private final Stock stock;
    private final FactRecorder facts;

    StockController(Stock stock, FactRecorder facts) {
        this.stock = stock;
        this.facts = facts;
    }

    @GetMapping
    StockView get(@PathVariable String skuId) {
        return StockView.of(stock.of(SkuId.orNotFound(skuId)));
    }

    @PutMapping
    StockView put(@PathVariable String skuId, @Valid @RequestBody StockCount count) {
        SkuId sku = SkuId.orNotFound(skuId);
        return StockView.of(facts.record(() -> stock.count(sku, count.onHand())));
    }
}
