package io.orderloom.operations.web;

import io.orderloom.operations.LedgerCheck;
import io.orderloom.operations.LedgerCheck.Disagreement;
import io.orderloom.payment.Ledger;
import io.orderloom.payment.Ledger.Balance;
import io.orderloom.payment.Ledger.Entry;
import io.orderloom.shared.OrderNo;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The ledger for people: an order's movements, or what every account holds and whether the books agree. */
@RestController
@RequestMapping("/ops/v1/ledger")
class LedgerController {

    private static final int MOST = 1000;

    private final Ledger ledger;
    private final LedgerCheck check;

    LedgerController(Ledger ledger, LedgerCheck check) {
        this.ledger = ledger;
        this.check = check;
    }

    /**
     * The books. Amounts in fen.
     *
     * @param entries the order's movements; none without an order
     * @param balances what every account holds
     * @param unbalanced movements that do not sum to zero
     * @param disagreements orders whose own sums are not the ledger's
     */
    record LedgerView(
            List<Entry> entries, List<Balance> balances, List<String> unbalanced, List<Disagreement> disagreements) {}

    @GetMapping
    @Roles({Role.OPS, Role.ADMIN})
    LedgerView look(@RequestParam(required = false) @Nullable String orderNo) {
        return orderNo == null
                ? new LedgerView(List.of(), ledger.balances(), ledger.unbalanced(MOST), check.disagreements(MOST))
                : new LedgerView(ledger.of(OrderNo.orNotFound(orderNo)), List.of(), List.of(), List.of());
    }
}
