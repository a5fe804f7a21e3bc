package io.orderloom.payment.web;

import io.orderloom.engine.Transactions;
import io.orderloom.payment.AskGateway;
import io.orderloom.payment.PayableOrders;
import io.orderloom.payment.Payment;
import io.orderloom.payment.Payments;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
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

/** Payments of an order, for the shopper who pays and for staff who looks. */
@RestController
@RequestMapping("/api/v1/orders/{orderNo}/payments")
class PaymentController {

    private final Openings openings;
    private final AskGateway askGateway;
    private final Payments payments;
    private final PayableOrders orders;
    private final Transactions transactions;

    PaymentController(
            Openings openings,
            AskGateway askGateway,
            Payments payments,
            PayableOrders orders,
            Transactions transactions) {
        this.openings = openings;
        this.askGateway = askGateway;
        this.payments = payments;
        this.orders = orders;
        this.transactions = transactions;
    }

    @PostMapping
    @Roles({Role.SHOPPER, Role.SHOP})
    ResponseEntity<?> open(
            @PathVariable String orderNo,
            @RequestBody PaymentRequest request,
            Caller caller,
            IdempotencyKey key,
            HttpServletRequest http) {
        return openings.open(OrderNo.orNotFound(orderNo), null, request, caller, http.getRemoteAddr(), key);
    }

    @GetMapping
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE, Role.OPS})
    List<PaymentView> list(@PathVariable String orderNo, Caller caller) {
        OrderNo number = OrderNo.orNotFound(orderNo);
        requireVisible(number, caller);
        return payments.of(number).stream().map(PaymentView::of).toList();
    }

    @PostMapping("/{paymentNo}/sync")
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE, Role.OPS})
    PaymentView sync(@PathVariable String orderNo, @PathVariable String paymentNo, Caller caller) {
        OrderNo number = OrderNo.orNotFound(orderNo);
        requireVisible(number, caller);
        Payment payment = payments.find(PaymentNo.orNotFound(paymentNo))
                .filter(found -> found.orderNo().equals(number))
                .orElseThrow(NotFound::new);
        askGateway.ask(payment.paymentNo());
        return PaymentView.of(payments.find(payment.paymentNo()).orElseThrow(NotFound::new));
    }

    private void requireVisible(OrderNo orderNo, Caller caller) {
        boolean visible = Objects.requireNonNull(transactions.run(() -> orders.lock(orderNo)
                .filter(order -> caller.isStaff() || order.shopper().equals(caller.requireShopper()))
                .isPresent()));
        if (!visible) {
            throw new NotFound();
        }
    }
}
