package io.orderloom.support.web;

import io.orderloom.engine.FactRecorder;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.support.Complain;
import io.orderloom.support.Complaint;
import io.orderloom.support.ComplaintNo;
import io.orderloom.support.ConversationId;
import io.orderloom.support.MessageText;
import io.orderloom.support.OrdersTalkedAbout;
import io.orderloom.web.Caller;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Complaints: raised by shoppers, decided by customer service. Each call may be repeated without harm. */
@RestController
@RequestMapping("/api/v1")
class ComplaintController {

    private final Complain complain;
    private final OrdersTalkedAbout orders;
    private final FactRecorder facts;

    ComplaintController(Complain complain, OrdersTalkedAbout orders, FactRecorder facts) {
        this.complain = complain;
        this.orders = orders;
        this.facts = facts;
    }

    /** What the shopper adds, and about which order it is if the conversation is about none. */
    record ComplaintRequest(
            @Nullable String orderNo, @Nullable String text) {}

    /** What customer service decided; the note is the answer to the shopper. */
    record ComplaintDecision(
            Complaint.@Nullable Outcome outcome, @Nullable String note) {}

    /** A complaint as the API shows it; who decided and the order beside it are for staff. */
    record ComplaintView(
            String complaintNo,
            String conversationId,
            String orderNo,
            String status,
            Instant raisedAt,
            @Nullable Instant decidedAt,
            @Nullable String decidedBy,
            @Nullable OrderBeside order) {}

    @PostMapping("/conversations/{conversationId}/complaint")
    @Roles({Role.SHOPPER, Role.SHOP})
    ResponseEntity<ComplaintView> raise(
            @PathVariable String conversationId,
            @RequestBody(required = false) @Nullable ComplaintRequest request,
            Caller caller) {
        ConversationId id = ConversationId.orNotFound(conversationId);
        ShopperId shopper = caller.requireShopper();
        String said = request == null ? null : request.text();
        String text = said == null ? null : MessageText.of(said, "/text", MessageText.LONGEST_OF_SHOPPER);
        String named = request == null ? null : request.orderNo();
        OrderNo orderNo = named == null ? null : OrderNo.orNotFound(named);
        ComplaintView raised = view(facts.record(() -> complain.raise(id, shopper, orderNo, text)), false);
        return ResponseEntity.created(URI.create("/api/v1/complaints/" + raised.complaintNo()))
                .body(raised);
    }

    @GetMapping("/complaints")
    @Roles({Role.SERVICE, Role.OPS})
    Page<ComplaintView> at(@RequestParam(defaultValue = "RAISED") Complaint.Status status, PageRequest page) {
        Complain.Found found = complain.at(status, (int) page.offset(), page.size());
        return Page.of(page, found.complaints(), found.total()).map(one -> view(one, true));
    }

    @GetMapping("/complaints/{complaintNo}")
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE, Role.OPS})
    ComplaintView find(@PathVariable String complaintNo, Caller caller) {
        ShopperId shopper = caller.isStaff() ? null : caller.requireShopper();
        return view(complain.find(ComplaintNo.orNotFound(complaintNo), shopper), caller.isStaff());
    }

    @PostMapping("/complaints/{complaintNo}/decision")
    @Roles({Role.SERVICE, Role.OPS})
    ComplaintView decide(@PathVariable String complaintNo, @RequestBody ComplaintDecision request, Caller caller) {
        ComplaintNo number = ComplaintNo.orNotFound(complaintNo);
        Complaint.Outcome outcome = request.outcome();
        if (outcome == null) {
            throw new InvalidRequest("/outcome", "DECISION_MISSING", "Is the complaint justified?");
        }
        String answer = MessageText.of(request.note(), "/note", MessageText.LONGEST_OF_STAFF);
        return view(facts.record(() -> complain.decide(number, outcome, answer, caller.actor())), true);
    }

    private ComplaintView view(Complaint complaint, boolean forStaff) {
        return new ComplaintView(
                complaint.complaintNo().value(),
                complaint.conversationId().value(),
                complaint.orderNo().value(),
                complaint.status().name(),
                complaint.raisedAt(),
                complaint.decidedAt(),
                forStaff ? complaint.decidedBy() : null,
                forStaff ? orders.find(complaint.orderNo()).map(OrderBeside::of).orElse(null) : null);
    }
}
