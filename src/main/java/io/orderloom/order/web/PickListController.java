package io.orderloom.order.web;

import io.orderloom.customer.ShippingAddress;
import io.orderloom.order.DeliveryDetails;
import io.orderloom.order.Order;
import io.orderloom.order.OrderStatus;
import io.orderloom.order.Orders;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the warehouse has to pack, oldest first, with the address that goes on the parcel. */
@RestController
@RequestMapping("/api/v1/fulfilment/orders")
class PickListController {

    private final Orders orders;
    private final DeliveryDetails deliveryDetails;

    PickListController(Orders orders, DeliveryDetails deliveryDetails) {
        this.orders = orders;
        this.deliveryDetails = deliveryDetails;
    }

    /**
     * An order to pack.
     *
     * @param shippingAddress only while goods are to leave; personal data
     */
    record PickOrder(
            OrderView order,
            @Nullable ShippingAddress shippingAddress,
            @Nullable String remark) {}

    @GetMapping
    @Roles({Role.WAREHOUSE, Role.OPS})
    Page<PickOrder> list(@RequestParam(defaultValue = "PAID") OrderStatus status, PageRequest page) {
        Orders.Found found = orders.toFulfil(List.of(status), (int) page.offset(), page.size());
        return Page.of(page, found.orders(), found.total()).map(this::pickOrder);
    }

    private PickOrder pickOrder(Order order) {
        if (!order.status().isShippable()) {
            return new PickOrder(OrderView.of(order), null, null);
        }
        return new PickOrder(
                OrderView.of(order),
                deliveryDetails.address(order.orderNo()).orElse(null),
                deliveryDetails.remark(order.orderNo()).orElse(null));
    }
}
