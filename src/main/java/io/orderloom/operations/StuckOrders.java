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
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
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
     * A reason to be on the list.
     *
     * @param subject an order's number, or what else the process is about that failed; null when it does not say
     * @param at null when it has yet to be looked up, or is nowhere
     * @param moneyFen null when it is the whole order's
     */
    private record Finding(
            @Nullable String subject,
            @Nullable Position at,
            Kind kind,
            Instant since,
            String reason,
            @Nullable Long moneyFen,
            List<Action> actions) {

        /** The order stands where its processes do, and all of its money hangs on it. */
        Finding(OrderNo orderNo, Kind kind, Instant since, String reason, List<Action> actions) {
            this(orderNo.value(), null, kind, since, reason, null, actions);
        }
    }

    /**
     * The list.
     *
     * @param kind only of this kind, null for all
     * @param minAge only those that are stuck at least so long
     */
    public List<StuckOrder> list(@Nullable Kind kind, Duration minAge) {
        Instant until = clock.now().minus(minAge);
        List<StuckOrder> all = new ArrayList<>(ordersOf(findings(kind).stream()
                .filter(finding -> kind == null || finding.kind() == kind)
                .filter(finding -> !finding.since().isAfter(until))
                .toList()));
        if (kind == null || kind == Kind.ORPHAN) {
            payments.orphans(AT_MOST).stream()
                    .map(StuckOrders::orphan)
                    .filter(orphan -> !orphan.since().isAfter(until))
                    .forEach(all::add);
        }
        all.sort(Comparator.comparing(StuckOrder::since));
        return all;
    }

    /** Looks up where the orders stand and how much money they are about, for all of them at once. */
    private List<StuckOrder> ordersOf(List<Finding> findings) {
        Map<String, Position> places = positions.of(findings.stream()
                .filter(finding -> finding.at() == null)
                .flatMap(finding -> Stream.ofNullable(finding.subject()))
                .toList());
        Map<String, Money> money = atStake(findings);
        return findings.stream()
                .map(finding -> {
                    String orderNo = money.containsKey(finding.subject()) ? finding.subject() : null;
                    Position at = finding.at() == null ? places.get(finding.subject()) : finding.at();
                    Long moneyFen = finding.moneyFen();
                    return new StuckOrder(
                            orderNo,
                            at == null ? null : at.activityId(),
                            at == null ? null : at.activityName(),
                            finding.kind(),
                            finding.since(),
                            finding.reason(),
                            moneyFen == null
                                    ? money.getOrDefault(finding.subject(), Money.ZERO)
                                            .fen()
                                    : moneyFen,
                            orderNo == null ? List.of() : finding.actions());
                })
                .toList();
    }

    /** By the number of each order among them. */
    private Map<String, Money> atStake(List<Finding> findings) {
        Map<String, Money> byNumber = new HashMap<>();
        orders.atStake(findings.stream()
                        .flatMap(finding -> Stream.ofNullable(finding.subject()))
                        .filter(BusinessNumbers::isNumber)
                        .map(OrderNo::new)
                        .toList())
                .forEach((orderNo, money) -> byNumber.put(orderNo.value(), money));
        return byNumber;
    }

    /** Of this kind, and perhaps of others that are found with it. */
    private List<Finding> findings(@Nullable Kind kind) {
        List<Finding> all = new ArrayList<>();
        if (kind == null || kind == Kind.INCIDENT) {
            incidents(all);
            positions
                    .waitingAt(PARCEL_PROBLEM, AT_MOST)
                    .forEach(parcel -> all.add(new Finding(
                            parcel.orderNo(),
                            parcel.position(),
                            Kind.INCIDENT,
                            parcel.since(),
                            "A parcel is in trouble: refused, sent back, reported as a problem, or without a move for days.",
                            null,
                            List.of())));
        }
        if (kind == null || kind == Kind.HOLD) {
            orders.held(AT_MOST).stream().map(StuckOrders::held).forEach(all::add);
            orders.underReview(AT_MOST).stream().map(this::underReview).forEach(all::add);
        }
        if (kind == null || kind == Kind.UNKNOWN_OUTCOME || kind == Kind.OVERDUE) {
            unknownAndOverdue(all);
        }
        if (kind == null || kind == Kind.UNKNOWN_OUTCOME || kind == Kind.INCIDENT) {
            refunds.kept(AT_MOST).stream().map(StuckOrders::keptRefund).forEach(all::add);
            unreported.failingSince(clock.now().minus(REPORTING_TAKES), AT_MOST).stream()
                    .map(StuckOrders::unreported)
                    .forEach(all::add);
        }
        if (kind == null || kind == Kind.OVERDUE) {
            overdueExchanges(all);
        }
        return all;
    }

    private void incidents(List<Finding> all) {
        for (KeptSignal signal : keptSignals.all()) {
            if (signal.error() != null) {
                String element = Objects.requireNonNullElse(signal.elementName(), signal.message());
                all.add(new Finding(
                        signal.orderNo().value(),
                        signal.elementId() == null ? null : new Position(signal.elementId(), signal.elementName()),
                        Kind.INCIDENT,
                        signal.since(),
                        "The model failed at \"" + element + "\": " + signal.error(),
                        null,
                        List.of(Action.RETRY)));
            }
        }
        for (PlannedStarts.Failed start : plannedStarts.failed()) {
            all.add(new Finding(
                    start.plan().orderNo(),
                    Kind.INCIDENT,
                    start.since(),
                    start.plan().processKey() + " cannot begin: " + start.error(),
                    List.of(Action.RETRY)));
        }
        for (FailedSteps.FailedStep step : failedSteps.all()) {
            all.add(new Finding(
                    step.businessKey(),
                    step.at(),
                    Kind.INCIDENT,
                    step.since(),
                    step.reason(),
                    null,
                    List.of(Action.RETRY)));
        }
    }

    /** What only a person can settle is an incident; the rest the gateway will say. */
    private static Finding keptRefund(Refund refund) {
        boolean forPeople = refund.status() == RefundStatus.ABNORMAL || NOT_ENOUGH.equals(refund.statusReason());
        return new Finding(
                refund.orderNo().value(),
                null,
                forPeople ? Kind.INCIDENT : Kind.UNKNOWN_OUTCOME,
                refund.statusSince(),
                "Refund " + refund.refundNo() + " is not paid out: " + refund.statusReason(),
                refund.amount().fen(),
                List.of(Action.SYNC_PAYMENT));
    }

    /** The shop has shipped, and WeChat keeps the money until it knows. */
    private static Finding unreported(Unreported parcel) {
        return new Finding(
                parcel.orderNo(),
                parcel.refused() ? Kind.INCIDENT : Kind.UNKNOWN_OUTCOME,
                parcel.since(),
                "WeChat does not take the shipping of parcel " + parcel.shipmentNo() + ", its money is frozen: "
                        + parcel.reason(),
                List.of());
    }

    private static Finding held(Order order) {
        return new Finding(
                order.orderNo(),
                Kind.HOLD,
                Objects.requireNonNullElse(order.heldSince(), order.placedAt()),
                "Held: " + order.hold(),
                List.of(Action.RETRY, Action.SYNC_PAYMENT));
    }

    /** A person decides these in Tasklist or by its route; no button here does. */
    private Finding underReview(Order order) {
        boolean refused = order.review() == Review.REFUSED;
        return new Finding(
                order.orderNo(),
                Kind.HOLD,
                order.placedAt(),
                "Held: " + Order.RISK_REVIEW + ' ' + orders.suspicions(order)
                        + (refused ? ", refused; its money is on the way back" : ", to be decided"),
                List.of());
    }

    private void unknownAndOverdue(List<Finding> all) {
        Set<OrderNo> unknown = new HashSet<>();
        for (Payment payment : payments.unknown(AT_MOST)) {
            unknown.add(payment.orderNo());
            all.add(new Finding(
                    payment.orderNo().value(),
                    null,
                    Kind.UNKNOWN_OUTCOME,
                    payment.statusSince(),
                    payment.channel() + " has not said what became of payment " + payment.paymentNo() + ": "
                            + payment.statusReason(),
                    payment.amount().fen(),
                    List.of(Action.SYNC_PAYMENT, Action.RETRY)));
        }
        for (Order order : orders.unpaidSince(clock.now().minus(CLOSING_TAKES), AT_MOST)) {
            if (!unknown.contains(order.orderNo())) {
                all.add(new Finding(
                        order.orderNo(),
                        Kind.OVERDUE,
                        order.payBefore(),
                        "The payment window is over and the order is not closed yet.",
                        List.of(Action.SYNC_PAYMENT, Action.RETRY, Action.CANCEL)));
            }
        }
    }

    private void overdueExchanges(List<Finding> all) {
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

    private static Finding exchange(AfterSale afterSale, Instant since, String what, List<Action> actions) {
        return new Finding(
                afterSale.orderNo(), Kind.OVERDUE, since, "Exchange " + afterSale.afterSalesNo() + ' ' + what, actions);
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
}
