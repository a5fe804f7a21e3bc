package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.InspectReturn;
import io.orderloom.engine.FlowDelegate;
import io.orderloom.engine.PersonAtTask;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.InvalidRequest;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** "Record inspection": what the warehouse found, as it said in Tasklist. */
@Component
class RecordInspectionDelegate extends FlowDelegate {

    private final InspectReturn inspectReturn;
    private final PersonAtTask person;

    RecordInspectionDelegate(InspectReturn inspectReturn, PersonAtTask person) {
        this.inspectReturn = inspectReturn;
        this.person = person;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        AfterSalesNo afterSalesNo = CaseVariables.afterSalesNo(execution);
        String result = StaffInput.text(execution, "inspection");
        String note = StaffInput.note(execution);
        inspectReturn.record(afterSalesNo, inspection(afterSalesNo, result, note), person.actor());
    }

    private InspectReturn.Inspection inspection(
            AfterSalesNo afterSalesNo, @Nullable String result, @Nullable String note) {
        return switch (result == null ? "" : result) {
            case "SELLABLE" -> new InspectReturn.Inspection(true, List.of(), note);
            case "DAMAGED" -> inspectReturn.allDamaged(afterSalesNo, note);
            case "REFUSED" -> new InspectReturn.Inspection(false, List.of(), note);
            default -> throw new InvalidRequest("/inspection", "RESULT_MISSING", "What was found?");
        };
    }
}
