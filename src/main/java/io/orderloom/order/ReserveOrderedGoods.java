package io.orderloom.order;

import io.orderloom.inventory.ReserveStock;
import io.orderloom.inventory.StockLine;
import io.orderloom.shared.OrderNo;
import org.springframework.stereotype.Service;

/** Reserves what an order wants to buy. */
@Service
public class ReserveOrderedGoods {

    private final OrderRepository orders;
    private final ReserveStock reserveStock;

    ReserveOrderedGoods(OrderRepository orders, ReserveStock reserveStock) {
        this.orders = orders;
        this.reserveStock = reserveStock;
    }

    /** @throws io.orderloom.inventory.OutOfStock naming every SKU of which too little is left */
    public void reserve(OrderNo orderNo) {
        reserveStock.reserve(
                orderNo,
                orders.lines(orderNo).stream()
                        .map(line -> new StockLine(line.skuId(), line.quantity()))
                        .toList());
    }
}
