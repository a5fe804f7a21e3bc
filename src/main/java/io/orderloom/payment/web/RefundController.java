package io.orderloom.payment.web;

import io.orderloom.engine.Transactions;
import io.orderloom.payment.PayableOrders;
import io.orderloom.payment.Refunds;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.web.Caller;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What went back of an order's money, for the shopper who waits for it and for staff who looks. */
@RestController
@RequestMapping("/api/v1/orders/{orderNo}/refunds")
class RefundController {

    private final Refunds refunds;
    private final PayableOrders orders;
    private final Transactions transactions;

    RefundController(Refunds refunds, PayableOrders orders, Transactions transactions) {
        this.refunds = refunds;
        this.orders = orders;
        this.transactions = transactions;
    }

    @GetMapping
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE, Role.OPS})
    List<RefundView> list(@PathVariable String orderNo, Caller caller) {
        OrderNo number = OrderNo.orNotFound(orderNo);
        if (!visible(number, caller)) {
            throw new NotFound();
        }
        return refunds.of(number).stream().map(RefundView::of).toList();
    }

    private boolean visible(OrderNo orderNo, Caller caller) {
        return transactions.run(() -> orders.lock(orderNo)
                .filter(order -> caller.isStaff() || order.shopper().equals(caller.requireShopper()))
                .isPresent());
    }
}
