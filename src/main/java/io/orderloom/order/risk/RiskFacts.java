package io.orderloom.order.risk;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the risk table is told of an order, this one included. An hour is the one before the order; numbers stop at 1 000.
 *
 * @param amountFen what is to be paid, in fen
 * @param newShopper whether nothing that the shopper ordered before was paid and kept
 * @param shopperOrders the shopper's orders within an hour
 * @param addressOrders orders to this address within an hour; 0 for a pick-up
 * @param deviceOrders orders from this device within an hour; 0 when the caller names none
 * @param addressShoppers different shoppers who ordered to this address within an hour
 * @param deviceShoppers different shoppers who ordered from this device within an hour
 * @param shopperBlocked whether operators blocked the shopper
 * @param addressBlocked whether operators blocked the address
 */
public record RiskFacts(
        long amountFen,
        boolean newShopper,
        int shopperOrders,
        int addressOrders,
        int deviceOrders,
        int addressShoppers,
        int deviceShoppers,
        boolean shopperBlocked,
        boolean addressBlocked) {

    /** By the names of the table's columns. */
    Map<String, Object> byName() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("amountFen", amountFen);
        facts.put("newShopper", newShopper);
        facts.put("shopperOrders", shopperOrders);
        facts.put("addressOrders", addressOrders);
        facts.put("deviceOrders", deviceOrders);
        facts.put("addressShoppers", addressShoppers);
        facts.put("deviceShoppers", deviceShoppers);
        facts.put("shopperBlocked", shopperBlocked);
        facts.put("addressBlocked", addressBlocked);
        return facts;
    }
}
