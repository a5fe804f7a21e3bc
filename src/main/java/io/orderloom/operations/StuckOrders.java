package io.orderloom.operations;

import io.orderloom.aftersales.AfterSale;
import io.orderloom.aftersales.AfterSales;
import io.orderloom.engine.KeptSignals;
import io.orderloom.engine.KeptSignals.KeptSignal;
import io.orderloom.engine.PlannedStarts;
import io.orderloom.engine.WaitingTimes;
import io.orderloom.fulfilment.UnreportedShipments;
import io.orderloom.fulfilment.UnreportedShipments.Unreported;
import io.orderloom.operations.FlowPositions.Position;
import io.orderloom.operations.StuckOrder.Action;
import io.orderloom.operations.StuckOrder.Kind;
import io.orderloom.order.Order;
import io.orderloom.order.Orders;
import io.orderloom.order.Review;
import io.orderloom.payment.Orphan;
import io.orderloom.payment.Payment;
import io.orderloom.payment.Payments;
import io.orderloom.payment.Refund;
import io.orderloom.payment.RefundStatus;
import io.orderloom.payment.Refunds;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Lists the orders that do not go on by themselves, longest stuck first. */
@Service
public class StuckOrders {

    private static final int AT_MOST = 1000;
    /** Closing an order takes a while at the gateways; before this it is not worth an operator's look. */
    private static final Duration CLOSING_TAKES = Duration.ofMinutes(10);

    /** WeChat needs a minute to know a payment; before this nobody need look. */
    private static final Duration REPORTING_TAKES = Duration.ofMinutes(15);

    private static final String PARCEL_PROBLEM = "UserTask_ClearUpParcelProblem";
    private static final String CLOSING = "CLOSING";
    private static final String NOT_ENOUGH = "NOT_ENOUGH";

    private final Orders orders;
    private final Payments payments;
    private final Refunds refunds;
    private final UnreportedShipments unreported;
    private final AfterSales afterSales;
    private final WaitingTimes waitingTimes;
    private final KeptSignals keptSignals;
    private final PlannedStarts plannedStarts;
    private final FailedSteps failedSteps;
    private final FlowPositions positions;
    private final BusinessClock clock;

    StuckOrders(
            Orders orders,
            Payments payments,
            Refunds refunds,
            UnreportedShipments unreported,
            AfterSales afterSales,
            WaitingTimes waitingTimes,
            KeptSignals keptSignals,
            PlannedStarts plannedStarts,
            FailedSteps failedSteps,
            FlowPositions positions,
            BusinessClock clock) {
        this.orders = orders;
        this.payments = payments;
        this.refunds = refunds;
        this.unreported = unreported;
        this.afterSales = afterSales;
        this.waitingTimes = waitingTimes;
        this.keptSignals = keptSignals;
        this.plannedStarts = plannedStarts;
        this.failedSteps = failedSteps;
        this.positions = positions;
        this.clock = clock;
    }

    /**
     * The list.
     *
     * @param kind only of this kind, null for all
     * @param minAge only those that are stuck at least so long
     */
    public List<StuckOrder> list(@Nullable Kind kind, Duration minAge) {
        Instant until = clock.now().minus(minAge);
        List<StuckOrder> all = new ArrayList<>();
        if (kind == null || kind == Kind.INCIDENT) {
            incidents(all);
            positions
                    .waitingAt(PARCEL_PROBLEM, AT_MOST)
                    .forEach(parcel -> all.add(stuck(
                            parcel.orderNo(),
                            parcel.position(),
                            Kind.INCIDENT,
                            parcel.since(),
                            "A parcel is in trouble: refused, sent back, reported as a problem, or without a move for days.",
                            List.of())));
        }
        if (kind == null || kind == Kind.HOLD) {
            orders.held(AT_MOST).stream()
                    .filter(order -> !CLOSING.equals(order.hold()))
                    .map(this::held)
                    .forEach(all::add);
            orders.underReview(AT_MOST).stream().map(this::underReview).forEach(all::add);
        }
        if (kind == null || kind == Kind.UNKNOWN_OUTCOME || kind == Kind.OVERDUE) {
            unknownAndOverdue(kind, all);
        }
        if (kind == null || kind == Kind.UNKNOWN_OUTCOME || kind == Kind.INCIDENT) {
            refunds.kept(AT_MOST).stream()
                    .map(this::keptRefund)
                    .filter(stuck -> kind == null || stuck.kind() == kind)
                    .forEach(all::add);
        }
        if (kind == null || kind == Kind.UNKNOWN_OUTCOME || kind == Kind.INCIDENT) {
            unreported.failingSince(clock.now().minus(REPORTING_TAKES), AT_MOST).stream()
                    .map(this::unreported)
                    .filter(stuck -> kind == null || stuck.kind() == kind)
                    .forEach(all::add);
        }
        if (kind == null || kind == Kind.OVERDUE) {
            overdueExchanges(all);
        }
        if (kind == null || kind == Kind.ORPHAN) {
            payments.orphans(AT_MOST).stream().map(StuckOrders::orphan).forEach(all::add);
        }
        return all.stream()
                .filter(stuck -> !stuck.since().isAfter(until))
                .sorted(Comparator.comparing(StuckOrder::since))
                .toList();
    }

    private void incidents(List<StuckOrder> all) {
        for (KeptSignal signal : keptSignals.all()) {
            if (signal.error() != null) {
                String element = Objects.requireNonNullElse(signal.elementName(), signal.message());
                all.add(stuck(
                        signal.orderNo().value(),
                        signal.elementId() == null ? null : new Position(signal.elementId(), signal.elementName()),
                        Kind.INCIDENT,
                        signal.since(),
                        "The model failed at \"" + element + "\": " + signal.error(),
                        List.of(Action.RETRY)));
            }
        }
        for (PlannedStarts.Failed start : plannedStarts.failed()) {
            all.add(stuck(
                    start.plan().orderNo().value(),
                    null,
                    Kind.INCIDENT,
                    start.since(),
                    start.plan().processKey() + " cannot begin: " + start.error(),
                    List.of(Action.RETRY)));
        }
        for (FailedSteps.FailedStep step : failedSteps.all()) {
            all.add(stuck(
                    step.orderNo(), step.at(), Kind.INCIDENT, step.since(), step.reason(), List.of(Action.RETRY)));
        }
    }

    /** What only a person can settle is an incident; the rest the gateway will say. */
    private StuckOrder keptRefund(Refund refund) {
        boolean forPeople = refund.status() == RefundStatus.ABNORMAL || NOT_ENOUGH.equals(refund.statusReason());
        Position at = positions.of(refund.orderNo().value()).orElse(null);
        return new StuckOrder(
                refund.orderNo().value(),
                at == null ? null : at.activityId(),
                at == null ? null : at.activityName(),
                forPeople ? Kind.INCIDENT : Kind.UNKNOWN_OUTCOME,
                refund.statusSince(),
                "Refund " + refund.refundNo() + " is not paid out: " + refund.statusReason(),
                refund.amount().fen(),
                List.of(Action.SYNC_PAYMENT));
    }

    /** The shop has shipped, and WeChat keeps the money until it knows. */
    private StuckOrder unreported(Unreported parcel) {
        return stuck(
                parcel.orderNo().value(),
                positions.of(parcel.orderNo().value()).orElse(null),
                parcel.refused() ? Kind.INCIDENT : Kind.UNKNOWN_OUTCOME,
                parcel.since(),
                "WeChat does not take the shipping of parcel " + parcel.shipmentNo() + ", its money is frozen: "
                        + parcel.reason(),
                List.of());
    }

    private StuckOrder held(Order order) {
        return stuck(
                order.orderNo().value(),
                positions.of(order.orderNo().value()).orElse(null),
                Kind.HOLD,
                Objects.requireNonNullElse(order.heldSince(), order.placedAt()),
                "Held: " + order.hold(),
                List.of(Action.RETRY, Action.SYNC_PAYMENT));
    }

    /** A person decides these in Tasklist or by its route; no button here does. */
    private StuckOrder underReview(Order order) {
        boolean refused = order.review() == Review.REFUSED;
        return stuck(
                order.orderNo().value(),
                positions.of(order.orderNo().value()).orElse(null),
                Kind.HOLD,
                order.placedAt(),
                "Held: " + Order.RISK_REVIEW + ' ' + orders.suspicions(order)
                        + (refused ? ", refused; its money is on the way back" : ", to be decided"),
                List.of());
    }

    private void unknownAndOverdue(@Nullable Kind kind, List<StuckOrder> all) {
        Set<String> unknown = new HashSet<>();
        for (Payment payment : payments.unknown(AT_MOST)) {
            unknown.add(payment.orderNo().value());
            if (kind != Kind.OVERDUE) {
                Position at = positions.of(payment.orderNo().value()).orElse(null);
                all.add(new StuckOrder(
                        payment.orderNo().value(),
                        at == null ? null : at.activityId(),
                        at == null ? null : at.activityName(),
                        Kind.UNKNOWN_OUTCOME,
                        payment.statusSince(),
                        payment.channel() + " has not said what became of payment " + payment.paymentNo() + ": "
                                + payment.statusReason(),
                        payment.amount().fen(),
                        List.of(Action.SYNC_PAYMENT, Action.RETRY)));
            }
        }
        if (kind != Kind.UNKNOWN_OUTCOME) {
            for (Order order : orders.unpaidSince(clock.now().minus(CLOSING_TAKES), AT_MOST)) {
                if (!unknown.contains(order.orderNo().value())) {
                    all.add(stuck(
                            order.orderNo().value(),
                            positions.of(order.orderNo().value()).orElse(null),
                            Kind.OVERDUE,
                            order.payBefore(),
                            "The payment window is over and the order is not closed yet.",
                            List.of(Action.SYNC_PAYMENT, Action.RETRY, Action.CANCEL)));
                }
            }
        }
    }

    private void overdueExchanges(List<StuckOrder> all) {
        Instant now = clock.now();
        for (AfterSale unpaid : afterSales.topUpDueBefore(now.minus(CLOSING_TAKES), AT_MOST)) {
            Instant since = Objects.requireNonNullElse(unpaid.deadline(), now);
            all.add(exchange(
                    unpaid,
                    since,
                    "is not void yet although its top-up was not paid in time.",
                    List.of(Action.SYNC_PAYMENT)));
        }
        for (AfterSale unsent :
                afterSales.replacingSinceBefore(now.minus(waitingTimes.of("REPLACEMENT_DUE")), AT_MOST)) {
            all.add(exchange(
                    unsent, unsent.statusSince(), "waits for the warehouse to send the replacement.", List.of()));
        }
    }

    private StuckOrder exchange(AfterSale afterSale, Instant since, String what, List<Action> actions) {
        return stuck(
                afterSale.orderNo().value(),
                positions.of(afterSale.orderNo().value()).orElse(null),
                Kind.OVERDUE,
                since,
                "Exchange " + afterSale.afterSalesNo() + ' ' + what,
                actions);
    }

    private static StuckOrder orphan(Orphan orphan) {
        return new StuckOrder(
                null,
                null,
                null,
                Kind.ORPHAN,
                orphan.receivedAt(),
                orphan.channel() + " reported " + orphan.kind().name().toLowerCase(Locale.ROOT) + " " + orphan.number()
                        + ", which is not ours.",
                Objects.requireNonNullElse(orphan.amountFen(), 0L),
                List.of());
    }

    private StuckOrder stuck(
            String orderNo, @Nullable Position at, Kind kind, Instant since, String reason, List<Action> actions) {
        return new StuckOrder(
                orderNo,
                at == null ? null : at.activityId(),
                at == null ? null : at.activityName(),
                kind,
                since,
                reason,
                money(orderNo),
                actions);
    }

    private long money(String orderNo) {
        try {
            Order order = orders.find(new OrderNo(orderNo), null);
            return order.status().wasPaid()
                    ? order.paid().fen()
                    : order.payableAmount().fen();
        } catch (NotFound gone) {
            return 0;
        }
    }
}
