package io.orderloom.payment;

import io.orderloom.shared.AfterSalesNo;
import java.util.Optional;

/** What payments need to know of the top-ups of exchanges, and tell them. The room that owns cases implements it. */
public interface PayableTopUps {

    /** Locks the case's order until the running transaction ends; empty when there is no such case or it is no exchange. */
    Optional<Payable> lock(AfterSalesNo afterSalesNo);

    /** Books the money and tells the case's process, in the running transaction under the order's lock. */
    void paid(AfterSalesNo afterSalesNo, Payment payment);
}
