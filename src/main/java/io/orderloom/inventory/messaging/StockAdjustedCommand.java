package io.orderloom.inventory.messaging;

import io.orderloom.engine.FactRecorder;
import io.orderloom.inventory.Stock;
import io.orderloom.inventory.web.StockCount;
import io.orderloom.inventory.web.StockView;
import io.orderloom.outbox.Command;
import io.orderloom.outbox.CommandHandler;
import io.orderloom.shared.SkuId;
import io.orderloom.web.IdempotentRequests;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** {@code stock-adjusted}: the warehouse's system has counted the units of a SKU on the shelf. */
@Component
class StockAdjustedCommand implements CommandHandler {

    private final Stock stock;
    private final FactRecorder facts;
    private final IdempotentRequests idempotent;

    StockAdjustedCommand(Stock stock, FactRecorder facts, IdempotentRequests idempotent) {
        this.stock = stock;
        this.facts = facts;
        this.idempotent = idempotent;
    }

    @Override
    public String type() {
        return "stock-adjusted";
    }

    @Override
    public ResponseEntity<?> handle(Command command) {
        String named = command.header(Command.SKU_ID);
        StockCount count = command.body().as(StockCount.class);
        SkuId skuId = SkuId.orNotFound(named);
        return facts.record(() -> idempotent.once(
                command.key(), () -> ResponseEntity.ok(StockView.of(stock.count(skuId, count.onHand())))));
    }
}
