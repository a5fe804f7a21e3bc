package io.orderloom.outbox;

import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.JsonBody;
import io.orderloom.web.MalformedRequest;
import java.util.Map;
import java.util.Set;

/**
 * A command as it came from the queue.
 *
 * @param key made of the message's id, its type, body and headers: whatever of them differs is another command
 * @param sender the program that sent it, as the timeline and the audit name it: {@code staff:name}
 * @param headers what REST says in the path or a header, by the names above
 */
public record Command(IdempotencyKey key, String sender, Map<String, String> headers, JsonBody body) {

    /** Names the shopper for whom the mini-program's backend speaks. */
    public static final String SHOPPER_ID = "x-shopper-id";

    /** Names the shopper's device; may be left out. */
    public static final String DEVICE_ID = "x-device-id";

    /** Names the order that the command is about. */
    public static final String ORDER_NO = "order-no";

    /** Names the SKU that the command is about. */
    public static final String SKU_ID = "sku-id";

    /** Names the after-sales case that the command is about. */
    public static final String AFTER_SALES_NO = "after-sales-no";

    static final Set<String> HEADERS = Set.of(SHOPPER_ID, DEVICE_ID, ORDER_NO, SKU_ID, AFTER_SALES_NO);

    public Command {
        headers = Map.copyOf(headers);
    }

    /** @throws MalformedRequest when the command has no such header */
    public String header(String name) {
        String value = headers.get(name);
        if (value == null || value.isBlank()) {
            throw new MalformedRequest("The header '" + name + "' is missing.");
        }
        return value;
    }
}
