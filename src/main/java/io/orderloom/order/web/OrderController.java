package io.orderloom.order.web;

import io.orderloom.engine.FactRecorder;
import io.orderloom.order.CancelOrder;
import io.orderloom.order.Order;
import io.orderloom.order.OrderStatus;
import io.orderloom.order.Orders;
import io.orderloom.order.ReceiveOrder;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.Caller;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Orders: placed, looked at, cancelled and received by shoppers; looked at by staff. */
@RestController
@RequestMapping("/api/v1/orders")
class OrderController {

    private static final int MAX_REASON = 200;

    private final OrderPlacements placements;
    private final CancelOrder cancelOrder;
    private final ReceiveOrder receiveOrder;
    private final Orders orders;
    private final Timeline timeline;
    private final FactRecorder facts;

    OrderController(
            OrderPlacements placements,
            CancelOrder cancelOrder,
            ReceiveOrder receiveOrder,
            Orders orders,
            Timeline timeline,
            FactRecorder facts) {
        this.placements = placements;
        this.cancelOrder = cancelOrder;
        this.receiveOrder = receiveOrder;
        this.orders = orders;
        this.timeline = timeline;
        this.facts = facts;
    }

    /** Why a shopper cancels; for people only. */
    record CancellationRequest(@Nullable String reason) {}

    @PostMapping
    @Roles({Role.SHOPPER, Role.SHOP})
    ResponseEntity<?> place(
            @RequestBody OrderRequest request,
            @RequestHeader(name = NamedDevice.HEADER, required = false) @Nullable String deviceId,
            Caller caller,
            IdempotencyKey key) {
        return placements.place(request, caller.requireShopper(), deviceId, key);
    }

    @GetMapping("/{orderNo}")
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE, Role.OPS})
    OrderView find(@PathVariable String orderNo, Caller caller) {
        return OrderView.of(orders.find(OrderNo.orNotFound(orderNo), shopperOf(caller)));
    }

    @GetMapping
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE, Role.OPS})
    Page<OrderView> list(
            @RequestParam(required = false) @Nullable OrderStatus status,
            @RequestParam(required = false) @Nullable OffsetDateTime from,
            @RequestParam(required = false) @Nullable OffsetDateTime to,
            PageRequest page,
            Caller caller) {
        ShopperId shopper = shopperOf(caller);
        var since = from == null ? null : from.toInstant();
        var until = to == null ? null : to.toInstant();
        Orders.Found found = shopper == null
                ? orders.all(status, since, until, (int) page.offset(), page.size())
                : orders.of(shopper, status, since, until, (int) page.offset(), page.size());
        return Page.of(page, found.orders(), found.total()).map(OrderView::of);
    }

    @PostMapping("/{orderNo}/cancellation")
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE})
    ResponseEntity<OrderView> cancel(
            @PathVariable String orderNo,
            @RequestBody(required = false) @Nullable CancellationRequest request,
            Caller caller) {
        OrderNo number = OrderNo.orNotFound(orderNo);
        String reason = request == null ? null : request.reason();
        if (reason != null && reason.length() > MAX_REASON) {
            throw new InvalidRequest("/reason", "TEXT_TOO_LONG", "At most 200 characters fit here.");
        }
        ShopperId shopper = shopperOf(caller);
        Order order = facts.record(() -> cancelOrder.request(number, shopper, caller.actor()));
        HttpStatus status = order.status() == OrderStatus.CANCELLED ? HttpStatus.OK : HttpStatus.ACCEPTED;
        return ResponseEntity.status(status).body(OrderView.of(order));
    }

    @PostMapping("/{orderNo}/receipt")
    @Roles({Role.SHOPPER, Role.SHOP})
    OrderView receive(@PathVariable String orderNo, Caller caller) {
        OrderNo number = OrderNo.orNotFound(orderNo);
        ShopperId shopper = caller.requireShopper();
        return OrderView.of(facts.record(() -> receiveOrder.confirm(number, shopper)));
    }

    @GetMapping("/{orderNo}/timeline")
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE, Role.OPS})
    List<Timeline.Entry> timeline(@PathVariable String orderNo, Caller caller, Locale language) {
        OrderNo number = OrderNo.orNotFound(orderNo);
        orders.find(number, shopperOf(caller));
        return timeline.of(number, language);
    }

    /** Staff may look at any order; everyone else at their own. */
    private static @Nullable ShopperId shopperOf(Caller caller) {
        return caller.isStaff() ? null : caller.requireShopper();
    }
}
