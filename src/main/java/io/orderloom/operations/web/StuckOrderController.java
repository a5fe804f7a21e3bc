package io.orderloom.operations.web;

import io.orderloom.operations.RepairOrders;
import io.orderloom.operations.StuckOrder;
import io.orderloom.operations.StuckOrder.Action;
import io.orderloom.operations.StuckOrder.Kind;
import io.orderloom.operations.StuckOrders;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.OrderNo;
import io.orderloom.web.Caller;
import io.orderloom.web.MalformedRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Stuck orders and the buttons that bring them on. */
@RestController
@RequestMapping("/ops/v1")
@Roles(Role.OPS)
class StuckOrderController {

    private static final int MAX_ACTIVITY_ID = 64;
    private static final int MAX_NOTE = 500;
    private static final int LONGEST_AGE_MINUTES = 527_040;

    private final StuckOrders stuckOrders;
    private final RepairOrders repairOrders;

    StuckOrderController(StuckOrders stuckOrders, RepairOrders repairOrders) {
        this.stuckOrders = stuckOrders;
        this.repairOrders = repairOrders;
    }

    /** One button for one order; {@code note} says why and goes to the audit trail. */
    record ActionRequest(
            @Nullable Action action,
            @Nullable String note,
            @Nullable Boolean dryRun) {}

    /** What was done, or would be. */
    record ActionAnswer(String orderNo, Action action, boolean dryRun, List<String> effects) {}

    /** One button for many orders. */
    record RetryRequest(
            @Nullable Kind kind,
            @Nullable String activityId,
            @Nullable Boolean dryRun) {}

    /** Which orders were brought on, or would be. */
    record RetryAnswer(Kind kind, boolean dryRun, int count, Set<String> orderNos) {}

    @GetMapping("/stuck-orders")
    List<StuckOrder> list(
            @RequestParam(required = false) @Nullable Kind kind, @RequestParam(defaultValue = "0") int minAgeMinutes) {
        if (minAgeMinutes < 0 || minAgeMinutes > LONGEST_AGE_MINUTES) {
            throw new MalformedRequest("minAgeMinutes is from 0 to " + LONGEST_AGE_MINUTES + ".");
        }
        return stuckOrders.list(kind, Duration.ofMinutes(minAgeMinutes));
    }

    @PostMapping("/stuck-orders/{orderNo}/actions")
    ActionAnswer act(@PathVariable String orderNo, @RequestBody ActionRequest request, Caller caller) {
        if (request.action() == null) {
            throw new InvalidRequest("/action", "ACTION_MISSING", "Which action?");
        }
        String note = request.note() == null ? "" : request.note().strip();
        if (note.isEmpty() || note.length() > MAX_NOTE) {
            throw new InvalidRequest("/note", "NOTE_MISSING", "Say why in 1 to 500 characters.");
        }
        boolean dryRun = Boolean.TRUE.equals(request.dryRun());
        OrderNo number = OrderNo.orNotFound(orderNo);
        return new ActionAnswer(
                number.value(),
                request.action(),
                dryRun,
                repairOrders.act(number, request.action(), note, dryRun, caller.actor()));
    }

    @PostMapping("/retries")
    RetryAnswer retry(@RequestBody RetryRequest request, Caller caller) {
        if (request.kind() == null) {
            throw new InvalidRequest("/kind", "KIND_MISSING", "Orders of which kind?");
        }
        if (request.activityId() != null && request.activityId().length() > MAX_ACTIVITY_ID) {
            throw new InvalidRequest("/activityId", "TEXT_TOO_LONG", "No element of a model has an id that long.");
        }
        boolean dryRun = Boolean.TRUE.equals(request.dryRun());
        Set<String> orderNos = repairOrders.retryAll(request.kind(), request.activityId(), dryRun, caller.actor());
        return new RetryAnswer(request.kind(), dryRun, orderNos.size(), orderNos);
    }
}
