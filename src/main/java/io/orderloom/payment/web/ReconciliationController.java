package io.orderloom.payment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orderloom.engine.Transactions;
import io.orderloom.payment.BillSource;
import io.orderloom.payment.Channel;
import io.orderloom.payment.ReconcileDay;
import io.orderloom.payment.Reconciliation;
import io.orderloom.payment.Reconciliation.Difference;
import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.web.Caller;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A channel's day against the gateway's bill: begun at a person's word, or looked at. */
@RestController
@RequestMapping("/ops/v1/reconciliations/{channel}/{date}")
class ReconciliationController {

    private final ReconcileDay reconcileDay;
    private final DecisionLog decisions;
    private final Transactions transactions;

    ReconciliationController(ReconcileDay reconcileDay, DecisionLog decisions, Transactions transactions) {
        this.reconcileDay = reconcileDay;
        this.decisions = decisions;
        this.transactions = transactions;
    }

    /** How far the day is. */
    record ReconciliationView(String channel, LocalDate date, String status, List<DifferenceView> differences) {

        static ReconciliationView of(Reconciliation day) {
            return new ReconciliationView(
                    day.channel().name(),
                    day.date(),
                    day.status().name(),
                    day.differences().stream().map(DifferenceView::of).toList());
        }
    }

    /**
     * A difference; the number of the payment or of the refund it is about. Amounts in fen.
     *
     * @param agreedBy who agreed to the proposal
     * @param outcome what came of the repair
     * @param askedFen what the gateway said when it was asked for the repair
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DifferenceView(
            String kind,
            @Nullable String paymentNo,
            @Nullable String refundNo,
            @Nullable Long oursFen,
            @Nullable Long theirsFen,
            String proposal,
            @Nullable String agreedBy,
            @Nullable String outcome,
            @Nullable Long askedFen) {

        static DifferenceView of(Difference difference) {
            boolean charge = difference.about() == BillSource.Kind.CHARGE;
            return new DifferenceView(
                    difference.kind().name(),
                    charge ? difference.number() : null,
                    charge ? null : difference.number(),
                    difference.oursFen(),
                    difference.theirsFen(),
                    difference.proposal().name(),
                    difference.agreedBy(),
                    difference.outcome() == null ? null : difference.outcome().name(),
                    difference.askedFen());
        }
    }

    @PostMapping
    @Roles({Role.OPS, Role.ADMIN})
    ReconciliationView run(@PathVariable String channel, @PathVariable String date, Caller caller) {
        Channel of = channel(channel);
        LocalDate day = date(date);
        transactions.run(() -> decisions.add(caller.actor(), "RECONCILIATION", channel + " " + date, null));
        return ReconciliationView.of(reconcileDay.begin(of, day));
    }

    @GetMapping
    @Roles({Role.OPS, Role.ADMIN})
    ReconciliationView look(@PathVariable String channel, @PathVariable String date) {
        return ReconciliationView.of(reconcileDay.find(channel(channel), date(date)));
    }

    private static Channel channel(String name) {
        return Arrays.stream(Channel.values())
                .filter(channel -> channel.name().equals(name))
                .findFirst()
                .orElseThrow(NotFound::new);
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidRequest("/date", "DATE_INVALID", "A day is written like 2026-11-22.");
        }
    }
}
