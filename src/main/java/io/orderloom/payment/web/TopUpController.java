package io.orderloom.payment.web;

import io.orderloom.engine.Transactions;
import io.orderloom.payment.Payable;
import io.orderloom.payment.PayableTopUps;
import io.orderloom.payment.Payments;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.web.Caller;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Payments of what an exchange costs on top: like an order's, and asked about by the order's own route. */
@RestController
@RequestMapping("/api/v1/after-sales/{afterSalesNo}/payments")
class TopUpController {

    private final Openings openings;
    private final Payments payments;
    private final PayableTopUps topUps;
    private final Transactions transactions;

    TopUpController(Openings openings, Payments payments, PayableTopUps topUps, Transactions transactions) {
        this.openings = openings;
        this.payments = payments;
        this.topUps = topUps;
        this.transactions = transactions;
    }

    @PostMapping
    @Roles({Role.SHOPPER, Role.SHOP})
    ResponseEntity<?> open(
            @PathVariable String afterSalesNo,
            @RequestBody PaymentRequest request,
            Caller caller,
            IdempotencyKey key,
            HttpServletRequest http) {
        AfterSalesNo topUpOf = AfterSalesNo.orNotFound(afterSalesNo);
        return openings.open(orderOf(topUpOf, caller), topUpOf, request, caller, http.getRemoteAddr(), key);
    }

    @GetMapping
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE, Role.OPS})
    List<PaymentView> list(@PathVariable String afterSalesNo, Caller caller) {
        AfterSalesNo topUpOf = AfterSalesNo.orNotFound(afterSalesNo);
        return payments.of(orderOf(topUpOf, caller)).stream()
                .filter(payment -> topUpOf.equals(payment.topUpOf()))
                .map(PaymentView::of)
                .toList();
    }

    private OrderNo orderOf(AfterSalesNo topUpOf, Caller caller) {
        return Objects.requireNonNull(transactions.run(() -> topUps.lock(topUpOf)))
                .filter(due -> caller.isStaff() || due.shopper().equals(caller.requireShopper()))
                .map(Payable::orderNo)
                .orElseThrow(NotFound::new);
    }
}
