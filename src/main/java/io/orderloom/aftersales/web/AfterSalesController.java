package io.orderloom.aftersales.web;

import io.orderloom.aftersales.AfterSale;
import io.orderloom.aftersales.AfterSaleStatus;
import io.orderloom.aftersales.AfterSales;
import io.orderloom.aftersales.DecideOnRequest;
import io.orderloom.aftersales.DisputeAfterSale;
import io.orderloom.aftersales.RequestAfterSale;
import io.orderloom.aftersales.ReturnGoods;
import io.orderloom.aftersales.WithdrawAfterSale;
import io.orderloom.engine.FactRecorder;
import io.orderloom.order.Orders;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.Caller;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.IdempotentRequests;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.net.URI;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** After-sales: asked, withdrawn and disputed by shoppers, decided and ruled on by staff. */
@RestController
@RequestMapping("/api/v1")
class AfterSalesController {

    private static final int LONGEST_NOTE = 200;

    private final RequestAfterSale requestAfterSale;
    private final DecideOnRequest decideOnRequest;
    private final WithdrawAfterSale withdrawAfterSale;
    private final DisputeAfterSale disputeAfterSale;
    private final ReturnGoods returnGoods;
    private final Inspections inspections;
    private final AfterSales afterSales;
    private final Orders orders;
    private final FactRecorder facts;
    private final IdempotentRequests idempotent;

    AfterSalesController(
            RequestAfterSale requestAfterSale,
            DecideOnRequest decideOnRequest,
            WithdrawAfterSale withdrawAfterSale,
            DisputeAfterSale disputeAfterSale,
            ReturnGoods returnGoods,
            Inspections inspections,
            AfterSales afterSales,
            Orders orders,
            FactRecorder facts,
            IdempotentRequests idempotent) {
        this.requestAfterSale = requestAfterSale;
        this.decideOnRequest = decideOnRequest;
        this.withdrawAfterSale = withdrawAfterSale;
        this.disputeAfterSale = disputeAfterSale;
        this.returnGoods = returnGoods;
        this.inspections = inspections;
        this.afterSales = afterSales;
        this.orders = orders;
        this.facts = facts;
        this.idempotent = idempotent;
    }

    /** What customer service decided; the note is for the shopper. */
    record DecisionRequest(
            @Nullable Boolean approve, @Nullable String note) {}

    /** Why a shopper withdraws or disputes; for people only. */
    record ReasonRequest(@Nullable String reason) {}

    /** How the shopper sent the goods back. */
    record ReturnShipmentRequest(
            @Nullable String carrier, @Nullable String trackingNo) {}

    /** Why more time is given; for people only. */
    record NoteRequest(@Nullable String note) {}

    /** What customer service ruled; the amount, in fen, with PARTIAL alone. */
    record RulingRequest(
            DisputeAfterSale.@Nullable Outcome outcome,
            @Nullable Long amountFen,
            @Nullable String note) {}

    @PostMapping("/orders/{orderNo}/after-sales")
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE})
    ResponseEntity<?> request(
            @PathVariable String orderNo, @RequestBody AfterSaleRequest request, Caller caller, IdempotencyKey key) {
        OrderNo number = OrderNo.orNotFound(orderNo);
        RequestAfterSale.Asking by = new RequestAfterSale.Asking(shopperOf(caller), caller.actor());
        orders.find(number, by.shopper());
        RequestAfterSale.Wish wish = request.wish();
        return facts.record(() -> idempotent.once(key, () -> {
            AfterSaleView fresh = AfterSaleView.of(requestAfterSale.request(number, wish, by));
            return ResponseEntity.created(URI.create("/api/v1/after-sales/" + fresh.afterSalesNo()))
                    .body(fresh);
        }));
    }

    @GetMapping("/orders/{orderNo}/after-sales")
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE, Role.WAREHOUSE, Role.OPS})
    List<AfterSaleView> ofOrder(@PathVariable String orderNo, Caller caller) {
        OrderNo number = OrderNo.orNotFound(orderNo);
        orders.find(number, shopperOf(caller));
        return afterSales.of(number).stream().map(AfterSaleView::of).toList();
    }

    @GetMapping("/after-sales")
    @Roles({Role.SERVICE, Role.WAREHOUSE, Role.OPS})
    Page<AfterSaleView> at(@RequestParam(defaultValue = "REQUESTED") AfterSaleStatus status, PageRequest page) {
        AfterSales.Found found = afterSales.at(status, (int) page.offset(), page.size());
        return Page.of(page, found.cases(), found.total()).map(AfterSaleView::of);
    }

    @GetMapping("/after-sales/{afterSalesNo}")
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE, Role.WAREHOUSE, Role.OPS})
    AfterSaleView find(@PathVariable String afterSalesNo, Caller caller) {
        return AfterSaleView.of(afterSales.find(AfterSalesNo.orNotFound(afterSalesNo), shopperOf(caller)));
    }

    @PostMapping("/after-sales/{afterSalesNo}/decision")
    @Roles({Role.SERVICE, Role.OPS})
    ResponseEntity<?> decide(
            @PathVariable String afterSalesNo,
            @RequestBody DecisionRequest request,
            Caller caller,
            IdempotencyKey key) {
        AfterSalesNo number = AfterSalesNo.orNotFound(afterSalesNo);
        if (request.approve() == null) {
            throw new InvalidRequest("/approve", "DECISION_MISSING", "Approve or refuse?");
        }
        DecideOnRequest.Decision decision = new DecideOnRequest.Decision(request.approve(), note(request.note()));
        return once(key, () -> decideOnRequest.decide(number, decision, caller.staff()));
    }

    @PostMapping("/after-sales/{afterSalesNo}/cancellation")
    @Roles({Role.SHOPPER, Role.SHOP})
    AfterSaleView withdraw(
            @PathVariable String afterSalesNo,
            @RequestBody(required = false) @Nullable ReasonRequest request,
            Caller caller) {
        return saidByShopper(afterSalesNo, request, caller, withdrawAfterSale::withdraw);
    }

    @PostMapping("/after-sales/{afterSalesNo}/dispute")
    @Roles({Role.SHOPPER, Role.SHOP})
    AfterSaleView dispute(
            @PathVariable String afterSalesNo,
            @RequestBody(required = false) @Nullable ReasonRequest request,
            Caller caller) {
        return saidByShopper(afterSalesNo, request, caller, disputeAfterSale::raise);
    }

    @PostMapping("/after-sales/{afterSalesNo}/ruling")
    @Roles({Role.SERVICE, Role.OPS})
    ResponseEntity<?> rule(
            @PathVariable String afterSalesNo, @RequestBody RulingRequest request, Caller caller, IdempotencyKey key) {
        AfterSalesNo number = AfterSalesNo.orNotFound(afterSalesNo);
        if (request.outcome() == null) {
            throw new InvalidRequest("/outcome", "RULING_MISSING", "Refund, part of it, or nothing?");
        }
        Long part = request.amountFen();
        DisputeAfterSale.Ruling ruling = new DisputeAfterSale.Ruling(
                request.outcome(), part == null ? null : Money.ofFen(part), note(request.note()));
        return once(key, () -> disputeAfterSale.rule(number, ruling, caller.staff()));
    }

    @PostMapping("/after-sales/{afterSalesNo}/return-shipment")
    @Roles({Role.SHOPPER, Role.SHOP})
    AfterSaleView sent(@PathVariable String afterSalesNo, @RequestBody ReturnShipmentRequest request, Caller caller) {
        AfterSalesNo number = AfterSalesNo.orNotFound(afterSalesNo);
        ShopperId shopper = caller.requireShopper();
        return AfterSaleView.of(
                facts.record(() -> returnGoods.sent(number, shopper, request.carrier(), request.trackingNo())));
    }

    @PostMapping("/after-sales/{afterSalesNo}/extension")
    @Roles(Role.SERVICE)
    ResponseEntity<?> extend(
            @PathVariable String afterSalesNo,
            @RequestBody(required = false) @Nullable NoteRequest request,
            Caller caller,
            IdempotencyKey key) {
        AfterSalesNo number = AfterSalesNo.orNotFound(afterSalesNo);
        String note = note(request == null ? null : request.note());
        return once(key, () -> returnGoods.extend(number, note, caller.actor()));
    }

    @PostMapping("/after-sales/{afterSalesNo}/inspection")
    @Roles(Role.WAREHOUSE)
    ResponseEntity<?> inspect(
            @PathVariable String afterSalesNo,
            @RequestBody InspectionRequest request,
            Caller caller,
            IdempotencyKey key) {
        return inspections.inspect(AfterSalesNo.orNotFound(afterSalesNo), request, caller.actor(), key);
    }

    private AfterSaleView saidByShopper(
            String afterSalesNo,
            @Nullable ReasonRequest request,
            Caller caller,
            BiFunction<AfterSalesNo, ShopperId, AfterSale> word) {
        AfterSalesNo number = AfterSalesNo.orNotFound(afterSalesNo);
        ShopperId shopper = caller.requireShopper();
        requireShort("/reason", request == null ? null : request.reason());
        return AfterSaleView.of(facts.record(() -> word.apply(number, shopper)));
    }

    private ResponseEntity<?> once(IdempotencyKey key, Supplier<AfterSale> unit) {
        return facts.record(() -> idempotent.once(key, () -> ResponseEntity.ok(AfterSaleView.of(unit.get()))));
    }

    private static @Nullable String note(@Nullable String note) {
        requireShort("/note", note);
        return note == null || note.isBlank() ? null : note;
    }

    private static void requireShort(String pointer, @Nullable String text) {
        if (text != null && text.length() > LONGEST_NOTE) {
            throw new InvalidRequest(pointer, "TEXT_TOO_LONG", "At most 200 characters fit here.");
        }
    }

    /** Staff may look at any case; everyone else at their own. */
    private static @Nullable ShopperId shopperOf(Caller caller) {
        return caller.isStaff() ? null : caller.requireShopper();
    }
}
