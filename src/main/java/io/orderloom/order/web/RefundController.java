package io.orderloom.order.web;

import io.orderloom.engine.FactRecorder;
import io.orderloom.order.Orders;
import io.orderloom.order.RefundOrder;
import io.orderloom.order.Units;
import io.orderloom.payment.RefundReason;
import io.orderloom.payment.Refunds;
import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.web.Caller;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.IdempotentRequests;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What goes back of an order's money: seen by the shopper who waits for it, decided by staff. */
@RestController
@RequestMapping("/api/v1/orders/{orderNo}/refunds")
class RefundController {

    private static final int LONGEST_NOTE = 200;

    private final RefundOrder refundOrder;
    private final Refunds refunds;
    private final Orders orders;
    private final DecisionLog decisions;
    private final FactRecorder facts;
    private final IdempotentRequests idempotent;

    RefundController(
            RefundOrder refundOrder,
            Refunds refunds,
            Orders orders,
            DecisionLog decisions,
            FactRecorder facts,
            IdempotentRequests idempotent) {
        this.refundOrder = refundOrder;
        this.refunds = refunds;
        this.orders = orders;
        this.decisions = decisions;
        this.facts = facts;
        this.idempotent = idempotent;
    }

    /** What staff decided; no items and no amount means everything that is left. Amount in fen. */
    record RefundRequest(
            @Nullable List<@Nullable Item> items,
            @Nullable Long amountFen,
            @Nullable String note) {

        /** Units of one line. */
        record Item(@Nullable Integer lineNo, @Nullable Integer quantity) {}
    }

    @PostMapping
    @Roles({Role.SERVICE, Role.OPS})
    ResponseEntity<?> refund(
            @PathVariable String orderNo, @RequestBody RefundRequest request, Caller caller, IdempotencyKey key) {
        RefundOrder.Wish wish = wish(OrderNo.orNotFound(orderNo), request);
        String note = note(request);
        return facts.record(() -> idempotent.once(key, () -> {
            RefundView refund = RefundView.of(refundOrder.requestByStaff(wish, caller.staff()));
            decisions.add(
                    caller.actor(), "REFUND", orderNo, refund.refundNo() + " " + refund.amountFen() + " fen: " + note);
            return ResponseEntity.status(HttpStatus.CREATED).body(refund);
        }));
    }

    @GetMapping
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE, Role.OPS})
    List<RefundView> list(@PathVariable String orderNo, Caller caller) {
        OrderNo number = OrderNo.orNotFound(orderNo);
        orders.find(number, caller.isStaff() ? null : caller.requireShopper());
        return refunds.of(number).stream().map(RefundView::of).toList();
    }

    private static RefundOrder.Wish wish(OrderNo orderNo, RefundRequest request) {
        List<Units> units = new ArrayList<>();
        List<RefundRequest.@Nullable Item> wanted = request.items() == null ? List.of() : request.items();
        for (int i = 0; i < wanted.size(); i++) {
            RefundRequest.Item item = wanted.get(i);
            if (item == null || item.lineNo() == null || item.quantity() == null) {
                throw new InvalidRequest(
                        "/items/" + i, "ITEM_INCOMPLETE", "An item names its line and how many units of it.");
            }
            units.add(new Units(item.lineNo(), item.quantity()));
        }
        Long amountFen = request.amountFen();
        if (amountFen != null && amountFen < 1) {
            throw new InvalidRequest("/amountFen", "AMOUNT_OUT_OF_RANGE", "At least one fen is paid back.");
        }
        return new RefundOrder.Wish(
                orderNo, units, amountFen == null ? null : Money.ofFen(amountFen), RefundReason.STAFF);
    }

    private static String note(RefundRequest request) {
        String note = request.note();
        if (note == null || note.isBlank()) {
            throw new InvalidRequest("/note", "NOTE_MISSING", "Why does the money go back?");
        }
        if (note.length() > LONGEST_NOTE) {
            throw new InvalidRequest("/note", "TEXT_TOO_LONG", "At most 200 characters fit here.");
        }
        return note;
    }
}
