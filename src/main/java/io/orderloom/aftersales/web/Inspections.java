package io.orderloom.aftersales.web;

import io.orderloom.aftersales.InspectReturn;
import io.orderloom.engine.FactRecorder;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.IdempotentRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Takes in what was found of a return, whichever way the warehouse said so, and words the answer. */
@Component
public class Inspections {

    private static final int LONGEST_NOTE = 200;

    private final InspectReturn inspectReturn;
    private final FactRecorder facts;
    private final IdempotentRequests idempotent;

    Inspections(InspectReturn inspectReturn, FactRecorder facts, IdempotentRequests idempotent) {
        this.inspectReturn = inspectReturn;
        this.facts = facts;
        this.idempotent = idempotent;
    }

    /**
     * Inspects once per key.
     *
     * @param by who inspected, as in {@link io.orderloom.outbox.Outbox#append}
     * @throws io.orderloom.shared.Problem naming what is wrong with it, or why there is nothing to inspect
     */
    public ResponseEntity<?> inspect(
            AfterSalesNo afterSalesNo, InspectionRequest request, String by, IdempotencyKey key) {
        InspectReturn.Inspection inspection = inspection(request);
        return facts.record(() -> idempotent.once(
                key, () -> ResponseEntity.ok(AfterSaleView.of(inspectReturn.inspect(afterSalesNo, inspection, by)))));
    }

    private static InspectReturn.Inspection inspection(InspectionRequest request) {
        Boolean accepted = request.accepted();
        if (accepted == null) {
            throw new InvalidRequest("/accepted", "RESULT_MISSING", "Is it accepted?");
        }
        String note = request.note();
        if (note != null && note.length() > LONGEST_NOTE) {
            throw new InvalidRequest("/note", "TEXT_TOO_LONG", "At most 200 characters fit here.");
        }
        List<InspectionRequest.@Nullable Item> items = request.items() == null ? List.of() : request.items();
        List<InspectReturn.Found> found = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            InspectionRequest.Item item = items.get(i);
            if (item == null || item.lineNo() == null || item.acceptedQuantity() == null) {
                throw new InvalidRequest(
                        "/items/" + i, "ITEM_INCOMPLETE", "An item names its line and how many units are accepted.");
            }
            found.add(new InspectReturn.Found(
                    item.lineNo(), item.acceptedQuantity(), Objects.requireNonNullElse(item.damagedQuantity(), 0)));
        }
        return new InspectReturn.Inspection(accepted, found, note == null || note.isBlank() ? null : note);
    }
}
