package io.orderloom.inventory.web;

import io.orderloom.inventory.Stock;
import io.orderloom.inventory.StockLevel;
import io.orderloom.shared.SkuId;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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

    private static final int MAX_ON_HAND = 10_000_000;

    /** @param onHand units on the shelf, those held by orders included */
    record Count(@NotNull @Min(0) @Max(MAX_ON_HAND) Integer onHand) {}

    /** @param available units that can still be sold */
    record View(String skuId, int onHand, int reserved, int available) {

        static View of(StockLevel level) {
            return new View(level.skuId().value(), level.onHand(), level.reserved(), level.available());
        }
    }

    private final Stock stock;

    StockController(Stock stock) {
        this.stock = stock;
    }

    @GetMapping
    View get(@PathVariable @Size(max = 64) String skuId) {
        return View.of(stock.of(new SkuId(skuId)));
    }

    @PutMapping
    View put(@PathVariable @Size(max = 64) String skuId, @Valid @RequestBody Count count) {
        return View.of(stock.count(new SkuId(skuId), count.onHand()));
    }
}
