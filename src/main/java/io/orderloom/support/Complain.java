package io.orderloom.support;

import io.orderloom.engine.ProcessSignal;
import io.orderloom.engine.ProcessSignals;
import io.orderloom.engine.ProcessStarter;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Takes complaints about orders in, has staff decide them, and tells the shopper in the conversation. */
@Service
public class Complain {

    private static final String PROCESS = "ComplaintProcess";
    private static final String DECIDED = "Msg_ComplaintDecided";

    private final ComplaintRepository rows;
    private final ConversationRepository conversations;
    private final OrdersTalkedAbout orders;
    private final Converse converse;
    private final OrderLock orderLock;
    private final ProcessStarter processes;
    private final ProcessSignals signals;
    private final DecisionLog decisions;
    private final Timeline timeline;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;

    Complain(
            ComplaintRepository rows,
            ConversationRepository conversations,
            OrdersTalkedAbout orders,
            Converse converse,
            OrderLock orderLock,
            ProcessStarter processes,
            ProcessSignals signals,
            DecisionLog decisions,
            Timeline timeline,
            BusinessNumbers numbers,
            BusinessClock clock) {
        this.rows = rows;
        this.conversations = conversations;
        this.orders = orders;
        this.converse = converse;
        this.orderLock = orderLock;
        this.processes = processes;
        this.signals = signals;
        this.decisions = decisions;
        this.timeline = timeline;
        this.numbers = numbers;
        this.clock = clock;
    }

    /** One page of complaints. */
    public record Found(List<Complaint> complaints, long total) {}

    /**
     * A shopper complains, in the running transaction; while a complaint about the order is open it stays that one.
     *
     * @param orderNo the order, if the conversation is not about one
     * @param text what the shopper adds to the conversation, as {@link MessageText#of} gave it; null for nothing
     * @throws NotFound when conversation or order is absent or somebody else's
     * @throws InvalidRequest when no order is known
     */
    public Complaint raise(
            ConversationId conversationId, ShopperId shopper, @Nullable OrderNo orderNo, @Nullable String text) {
        Conversation conversation = conversations
                .find(conversationId)
                .filter(found -> found.shopper().equals(shopper))
                .orElseThrow(NotFound::new);
        OrderNo about = Optional.ofNullable(conversation.orderNo())
                .or(() -> Optional.ofNullable(orderNo))
                .orElseThrow(
                        () -> new InvalidRequest("/orderNo", "ORDER_MISSING", "Which order is the complaint about?"));
        orderLock.lock(about);
        OrdersTalkedAbout.Summary order = orders.find(about)
                .filter(found -> found.shopper().equals(shopper))
                .orElseThrow(NotFound::new);
        if (text != null) {
            converse.write(conversationId, shopper, "shopper", text);
        }
        return rows.openOf(about).orElseGet(() -> begin(conversation, order));
    }

    private Complaint begin(Conversation conversation, OrdersTalkedAbout.Summary order) {
        Complaint fresh = new Complaint(
                new ComplaintNo(numbers.next()),
                conversation.id(),
                order.orderNo(),
                order.shopper(),
                Complaint.Status.RAISED,
                UtcTime.stored(clock.now()),
                null,
                null,
                null);
        rows.insert(fresh);
        timeline.note(order.orderNo(), "complaint.raised", "shopper");
        ProcessStarter.Started process = processes.start(
                PROCESS,
                order.orderNo(),
                Map.of(
                        "complaintNo",
                        fresh.complaintNo().value(),
                        "conversationId",
                        conversation.id().value(),
                        "orderStatus",
                        order.status(),
                        "paidFen",
                        order.paid().fen(),
                        "refundedFen",
                        order.refunded().fen()));
        if (!process.ended()) {
            rows.belongsTo(fresh.complaintNo(), process.processInstanceId());
        }
        return rows.find(fresh.complaintNo()).orElseThrow();
    }

    /**
     * A complaint.
     *
     * @param shopper whose it must be; null when staff asks
     * @throws NotFound when it is absent or somebody else's
     */
    public Complaint find(ComplaintNo complaintNo, @Nullable ShopperId shopper) {
        return rows.find(complaintNo)
                .filter(found -> shopper == null || found.shopper().equals(shopper))
                .orElseThrow(NotFound::new);
    }

    /** Those at a status, who waits longest first. */
    public Found at(Complaint.Status status, int offset, int size) {
        return new Found(rows.at(status, offset, size), rows.countAt(status));
    }

    /**
     * Staff decides over the API, in the running transaction; the process is told. The same decision again is
     * answered as before.
     *
     * @param answer to the shopper, as {@link MessageText#of} gave it
     * @throws NotFound when there is no such complaint
     * @throws ComplaintDecided when it was decided otherwise
     */
    public Complaint decide(ComplaintNo complaintNo, Complaint.Outcome outcome, String answer, String by) {
        Complaint complaint = lock(complaintNo);
        if (complaint.status() == outcome.status()) {
            return complaint;
        }
        write(complaint, outcome, answer, by);
        signals.tell(new ProcessSignal(complaint.orderNo(), DECIDED, complaint.processInstanceId()));
        return rows.find(complaintNo).orElseThrow();
    }

    /** "Record complaint decision": the same from Tasklist, in the step of the process that the task belongs to. */
    public void record(ComplaintNo complaintNo, Complaint.Outcome outcome, String answer, String by) {
        write(lock(complaintNo), outcome, answer, by);
    }

    /** "Escalate complaint": nobody decided in time. */
    public void escalate(ComplaintNo complaintNo) {
        Complaint complaint = lock(complaintNo);
        if (rows.escalate(complaintNo)) {
            timeline.note(complaint.orderNo(), "complaint.escalated", "system");
        }
    }

    private Complaint lock(ComplaintNo complaintNo) {
        Complaint seen = rows.find(complaintNo).orElseThrow(NotFound::new);
        orderLock.lock(seen.orderNo());
        return rows.find(complaintNo).orElseThrow(NotFound::new);
    }

    private void write(Complaint complaint, Complaint.Outcome outcome, String answer, String by) {
        Instant now = UtcTime.stored(clock.now());
        if (!rows.decide(complaint.complaintNo(), outcome.status(), by, now)) {
            throw new ComplaintDecided();
        }
        decisions.add(by, "COMPLAINT_" + outcome, complaint.complaintNo().value(), answer);
        timeline.note(complaint.orderNo(), "complaint.decided", by, outcome.name());
        converse.write(complaint.conversationId(), null, by, answer);
    }
}
