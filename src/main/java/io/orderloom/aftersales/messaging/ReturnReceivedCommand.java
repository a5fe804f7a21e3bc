package io.orderloom.aftersales.messaging;

import io.orderloom.aftersales.web.InspectionRequest;
import io.orderloom.aftersales.web.Inspections;
import io.orderloom.outbox.Command;
import io.orderloom.outbox.CommandHandler;
import io.orderloom.shared.AfterSalesNo;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** {@code return-received}: the warehouse's system says what came back and what of it is accepted. */
@Component
class ReturnReceivedCommand implements CommandHandler {

    private final Inspections inspections;

    ReturnReceivedCommand(Inspections inspections) {
        this.inspections = inspections;
    }

    @Override
    public String type() {
        return "return-received";
    }

    @Override
    public ResponseEntity<?> handle(Command command) {
        String afterSalesNo = command.header(Command.AFTER_SALES_NO);
        InspectionRequest request = command.body().as(InspectionRequest.class);
        return inspections.inspect(AfterSalesNo.orNotFound(afterSalesNo), request, command.sender(), command.key());
    }
}
