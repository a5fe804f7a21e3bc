package io.orderloom.aftersales.web;

import io.orderloom.aftersales.AfterSaleType;
import io.orderloom.aftersales.RequestAfterSale;
import io.orderloom.order.Units;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.SkuId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a shopper asks for, {@code exchangeSkuId} in an exchange alone; no amount means all that the units can still get. Amount in fen. */
record AfterSaleRequest(
        @Nullable AfterSaleType type,
        @Nullable List<@Nullable Item> items,
        @Nullable Long amountFen,
        @Nullable String exchangeSkuId,
        @Nullable String reason,
        @Nullable List<@Nullable String> evidence) {

    private static final int LONGEST_REASON = 500;
    private static final int MOST_FILES = 9;
    private static final int MOST_LINES = 100;
    private static final Pattern FILE_ID = Pattern.compile("[0-9A-Za-z_-]{8,64}");

    /** Units of one line. */
    record Item(@Nullable Integer lineNo, @Nullable Integer quantity) {}

    /** @throws InvalidRequest naming what is wrong with it */
    RequestAfterSale.Wish wish() {
        if (type == null) {
            throw new InvalidRequest("/type", "TYPE_MISSING", "What is asked for?");
        }
        if (amountFen != null && amountFen < 1) {
            throw new InvalidRequest("/amountFen", "AMOUNT_OUT_OF_RANGE", "At least one fen is paid back.");
        }
        return new RequestAfterSale.Wish(
                type, units(), amountFen == null ? null : Money.ofFen(amountFen), exchangeFor(type), words(), files());
    }

    private @Nullable SkuId exchangeFor(AfterSaleType asked) {
        if (asked != AfterSaleType.EXCHANGE) {
            if (exchangeSkuId != null) {
                throw new InvalidRequest(
                        "/exchangeSkuId", "NOT_AN_EXCHANGE", "Only an exchange brings something else.");
            }
            return null;
        }
        if (amountFen != null) {
            throw new InvalidRequest(
                    "/amountFen", "AMOUNT_NOT_EXPECTED", "An exchange is worth what its units can still get.");
        }
        if (exchangeSkuId == null) {
            throw new InvalidRequest("/exchangeSkuId", "SKU_MISSING", "What shall come in exchange?");
        }
        try {
            return SkuId.orNotFound(exchangeSkuId);
        } catch (NotFound impossible) {
            throw new InvalidRequest("/exchangeSkuId", "SKU_UNKNOWN", "There is no such SKU.");
        }
    }

    private List<Units> units() {
        List<@Nullable Item> wanted = items == null ? List.of() : items;
        if (wanted.size() > MOST_LINES) {
            throw new InvalidRequest("/items", "TOO_MANY_ITEMS", "At most 100 lines fit here.");
        }
        List<Units> units = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Item item = wanted.get(i);
            if (item == null || item.lineNo() == null || item.quantity() == null) {
                throw new InvalidRequest(
                        "/items/" + i, "ITEM_INCOMPLETE", "An item names its line and how many units of it.");
            }
            units.add(new Units(item.lineNo(), item.quantity()));
        }
        return units;
    }

    private @Nullable String words() {
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw new InvalidRequest("/reason", "TEXT_TOO_LONG", "At most 500 characters fit here.");
        }
        return reason;
    }

    /** Ids of files that were taken in before; never an address that somebody would have to fetch. */
    private List<String> files() {
        List<@Nullable String> shown = evidence == null ? List.of() : evidence;
        if (shown.size() > MOST_FILES) {
            throw new InvalidRequest("/evidence", "TOO_MANY_FILES", "At most 9 files can be shown.");
        }
        List<String> files = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            String file = shown.get(i);
            if (file == null || !FILE_ID.matcher(file).matches()) {
                throw new InvalidRequest("/evidence/" + i, "FILE_UNKNOWN", "Name the id of a file, not its address.");
            }
            files.add(file);
        }
        return files;
    }
}
