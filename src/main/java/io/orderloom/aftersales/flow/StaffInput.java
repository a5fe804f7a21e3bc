package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.DecideOnRequest;
import io.orderloom.aftersales.DisputeAfterSale;
import io.orderloom.aftersales.ShipReplacement;
import io.orderloom.fulfilment.WaybillNumbers;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;

/**
 * What a person filled in at Tasklist. It is taken out of the process in the step that brought it, so that nobody's
 * words are ever stored there.
 */
final class StaffInput {

    private static final int LONGEST_NOTE = 200;

    private StaffInput() {}

    static DecideOnRequest.Decision decision(DelegateExecution execution) {
        String approve = text(execution, "approve");
        if (!"yes".equals(approve) && !"no".equals(approve)) {
            throw new InvalidRequest("/approve", "DECISION_MISSING", "Approve or refuse?");
        }
        return new DecideOnRequest.Decision("yes".equals(approve), note(execution));
    }

    static DisputeAfterSale.Ruling ruling(DelegateExecution execution) {
        String ruling = text(execution, "ruling");
        String part = text(execution, "partFen");
        for (DisputeAfterSale.Outcome outcome : DisputeAfterSale.Outcome.values()) {
            if (outcome.name().equals(ruling)) {
                boolean named = part != null && part.matches("[0-9]{1,12}");
                return new DisputeAfterSale.Ruling(
                        outcome, named ? Money.ofFen(Long.parseLong(part)) : null, note(execution));
            }
        }
        throw new InvalidRequest("/ruling", "RULING_MISSING", "Refund, part of it, or nothing?");
    }

    /** No waybill number means that one is made with the carrier. */
    static ShipReplacement.Parcel replacement(DelegateExecution execution) {
        String carrier = text(execution, "carrier");
        String trackingNo = text(execution, "trackingNo");
        return new ShipReplacement.Parcel(
                carrier == null || carrier.isBlank() ? null : carrier,
                trackingNo == null || trackingNo.isBlank() ? null : WaybillNumbers.require(trackingNo.strip()));
    }

    static @Nullable String note(DelegateExecution execution) {
        String note = text(execution, "note");
        if (note == null || note.isBlank()) {
            return null;
        }
        if (note.length() > LONGEST_NOTE) {
            throw new InvalidRequest("/note", "TEXT_TOO_LONG", "At most 200 characters fit here.");
        }
        return note;
    }

    static @Nullable String text(DelegateExecution execution, String field) {
        Object value = execution.getVariable(field);
        execution.removeVariable(field);
        return value == null ? null : String.valueOf(value);
    }
}
