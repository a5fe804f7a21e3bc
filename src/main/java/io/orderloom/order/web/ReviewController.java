package io.orderloom.order.web;

import io.orderloom.engine.FactRecorder;
import io.orderloom.order.Order;
import io.orderloom.order.Orders;
import io.orderloom.order.Review;
import io.orderloom.order.ReviewOrder;
import io.orderloom.order.risk.KeptVerdict;
import io.orderloom.order.risk.RiskFacts;
import io.orderloom.order.risk.RiskVerdicts;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.Caller;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the risk rules said, and what a person says to it. */
@RestController
@RequestMapping("/ops/v1")
@Roles(Role.OPS)
class ReviewController {

    private static final int LONGEST_NOTE = 500;
    private static final Pattern SHOPPER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Orders orders;
    private final RiskVerdicts verdicts;
    private final ReviewOrder reviewOrder;
    private final FactRecorder facts;

    ReviewController(Orders orders, RiskVerdicts verdicts, ReviewOrder reviewOrder, FactRecorder facts) {
        this.orders = orders;
        this.verdicts = verdicts;
        this.reviewOrder = reviewOrder;
        this.facts = facts;
    }

    /** What the person decided; {@code note} says why and goes to the audit trail. */
    record ReviewRequest(
            @Nullable Boolean release, @Nullable String note) {}

    /**
     * An order's review.
     *
     * @param review AWAITED, RELEASED or REFUSED; null when it needs none
     * @param verdict what the rules said when it was placed; null for an order from before there were rules
     */
    record ReviewView(
            String orderNo,
            String status,
            @Nullable String hold,
            @Nullable String review,
            @Nullable VerdictView verdict) {}

    /**
     * A verdict of the rules.
     *
     * @param orderNo null for a refused order
     * @param facts what was known; {@code amountFen} in fen
     * @param tableVersion 0 when no table could be used
     */
    record VerdictView(
            @Nullable String orderNo,
            Instant judgedAt,
            String verdict,
            List<String> reasons,
            RiskFacts facts,
            int tableVersion) {

        static VerdictView of(KeptVerdict kept) {
            return new VerdictView(
                    kept.orderNo(),
                    kept.judgedAt(),
                    kept.verdict().name(),
                    kept.reasons(),
                    kept.facts(),
                    kept.tableVersion());
        }
    }

    @GetMapping("/orders/{orderNo}/review")
    ReviewView look(@PathVariable String orderNo) {
        return view(OrderNo.orNotFound(orderNo));
    }

    @PostMapping("/orders/{orderNo}/review")
    ReviewView decide(@PathVariable String orderNo, @RequestBody ReviewRequest request, Caller caller) {
        OrderNo number = OrderNo.orNotFound(orderNo);
        Boolean release = request.release();
        if (release == null) {
            throw new InvalidRequest("/release", "DECISION_MISSING", "Released, or not?");
        }
        String note = request.note() == null ? "" : request.note().strip();
        if (note.isEmpty() || note.length() > LONGEST_NOTE) {
            throw new InvalidRequest("/note", "NOTE_MISSING", "Say why in 1 to 500 characters.");
        }
        Review decided = facts.record(() -> reviewOrder.decide(number, release, note, caller.actor()));
        ReviewView view = view(number);
        return new ReviewView(view.orderNo(), view.status(), view.hold(), decided.name(), view.verdict());
    }

    @GetMapping("/risk-verdicts")
    Page<VerdictView> verdicts(@RequestParam String shopperId, PageRequest page) {
        if (!SHOPPER.matcher(shopperId).matches()) {
            throw new NotFound();
        }
        RiskVerdicts.Found found = verdicts.of(new ShopperId(shopperId), (int) page.offset(), page.size());
        return Page.of(page, found.verdicts(), found.total()).map(VerdictView::of);
    }

    private ReviewView view(OrderNo orderNo) {
        Order order = orders.find(orderNo, null);
        Review review = order.review();
        return new ReviewView(
                orderNo.value(),
                order.status().name(),
                order.stoppedBy(),
                review == null ? null : review.name(),
                verdicts.of(order.shopper(), orderNo, order.placedAt())
                        .map(VerdictView::of)
                        .orElse(null));
    }
}
