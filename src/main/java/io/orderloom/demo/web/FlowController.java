package io.orderloom.demo.web;

import io.orderloom.demo.OnlyInDemo;
import io.orderloom.demo.flow.WhereOrderStands;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /demo/v1/orders/{orderNo}/flow}: the diagrams of an order's page. */
@RestController
@Roles({Role.OPS, Role.ANALYST, Role.ADMIN})
@OnlyInDemo
class FlowController {

    /** @param processes as {@link WhereOrderStands#of} */
    record Flow(List<WhereOrderStands.Standing> processes) {}

    private final WhereOrderStands whereOrderStands;

    FlowController(WhereOrderStands whereOrderStands) {
        this.whereOrderStands = whereOrderStands;
    }

    @GetMapping("/demo/v1/orders/{orderNo}/flow")
    Flow flow(@PathVariable String orderNo) {
        if (!BusinessNumbers.isNumber(orderNo)) {
            throw new NotFound();
        }
        return new Flow(whereOrderStands.of(new OrderNo(orderNo)));
    }
}
