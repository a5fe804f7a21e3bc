package io.orderloom.inventory;

import io.orderloom.shared.Problem;
import java.util.Map;

/** The counted stock is smaller than what orders already hold. */
public class StockBelowReserved extends Problem {

    private static final long serialVersionUID = 1L;

    private final int reserved;

    public StockBelowReserved(int reserved) {
        super(Kind.CONFLICT, "STOCK_BELOW_RESERVED", "Orders hold more units than that.");
        this.reserved = reserved;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("reserved", reserved);
    }
}
