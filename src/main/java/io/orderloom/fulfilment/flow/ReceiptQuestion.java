package io.orderloom.fulfilment.flow;

import io.orderloom.engine.BuildingBlock;
import io.orderloom.fulfilment.RemindReceipt;
import io.orderloom.shared.OrderNo;
import org.springframework.stereotype.Component;

/** For models: what is known of an order's receipt, asked from our own tables. */
@BuildingBlock
@Component("receipt")
public class ReceiptQuestion {

    private final RemindReceipt remindReceipt;

    ReceiptQuestion(RemindReceipt remindReceipt) {
        this.remindReceipt = remindReceipt;
    }

    /** Whether the shopper is to be reminded to confirm it. */
    public boolean toRemindOf(String orderNo) {
        return remindReceipt.isDue(new OrderNo(orderNo));
    }
}
