package io.orderloom.support;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderloom.engine.ProcessStarter;
import io.orderloom.engine.Transactions;
import io.orderloom.engine.WaitingTimes;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DueWork;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.WeChatUsers;
import io.orderloom.support.Message.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells shoppers over WeChat what they are to be told, beside everything else. A silent WeChat is left in peace for a
 * moment and asked again at growing distance; what it refuses is not told again. An answer of customer service goes to
 * the chat while its window is open, else as a notice; when neither is possible its conversation's process takes over.
 *
 * <p>At least once: when this node dies between WeChat's yes and our commit, or WeChat's yes gets lost, the message is
 * sent again, and WeChat has no number by which to know it.
 */
@Component
class TellShoppers implements DueWork {

    private static final Logger LOG = LoggerFactory.getLogger(TellShoppers.class);
    private static final String UNREAD_ANSWER = "UnreadAnswerProcess";
    private static final int BATCH = 20;

    /** After a try that WeChat did not answer; every other message would wait as long for nothing. */
    private static final Duration REST = Duration.ofSeconds(10);

    /** How long what was found out about a shopper is believed. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final TellingRepository rows;
    private final ConversationRepository conversations;
    private final WindowRepository windows;
    private final Addressees addressees;
    private final WeChatUsers users;
    private final Messenger messenger;
    private final ProcessStarter processes;
    private final WaitingTimes waitingTimes;
    private final OrderLock orderLock;
    private final Timeline timeline;
    private final Transactions transactions;
    private final BusinessClock clock;
    private final MeterRegistry meters;
    private volatile Instant restUntil = Instant.MIN;

    TellShoppers(
            TellingRepository rows,
            ConversationRepository conversations,
            WindowRepository windows,
            Addressees addressees,
            WeChatUsers users,
            Messenger messenger,
            ProcessStarter processes,
            WaitingTimes waitingTimes,
            OrderLock orderLock,
            Timeline timeline,
            Transactions transactions,
            BusinessClock clock,
            MeterRegistry meters) {
        this.rows = rows;
        this.conversations = conversations;
        this.windows = windows;
        this.addressees = addressees;
        this.users = users;
        this.messenger = messenger;
        this.processes = processes;
        this.waitingTimes = waitingTimes;
        this.orderLock = orderLock;
        this.timeline = timeline;
        this.transactions = transactions;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public Optional<Instant> nextDue() {
        Instant rest = restUntil;
        return rows.nextDue().map(due -> due.isAfter(rest) ? due : rest);
    }

    @Override
    public int runDue() {
        Instant began = clock.now();
        List<Telling> due = began.isBefore(restUntil) ? List.of() : rows.due(began, BATCH);
        if (due.isEmpty()) {
            return 0;
        }
        int done = 0;
        Looked looked = look(due, began);
        List<Telling> forNobody = new ArrayList<>();
        for (Telling telling : due) {
            Instant now = clock.now();
            if (now.isBefore(restUntil)) {
                break;
            }
            if (looked.isForNobody(telling)) {
                forNobody.add(telling);
                continue;
            }
            Instant next = now.plus(waitingTimes.step("TELL_SHOPPER", telling.tries()));
            if (transactions.run(() -> rows.claim(telling, next))) {
                done++;
                attempt(telling, looked, now);
            }
        }
        if (!forNobody.isEmpty()) {
            transactions.run(() -> rows.delete(forNobody));
            forNobody.forEach(telling -> count(telling, "nobody"));
        }
        return done + forNobody.size();
    }

    /**
     * Who is to be told of orders.
     *
     * @param asked the orders that were looked at; none when it could not be found out
     * @param openids of those whose shoppers want messages; personal data
     */
    private record Looked(Set<OrderNo> asked, Map<OrderNo, String> openids, Instant at) {

        /** Nothing leaves the house for them, so nobody has to take such a message up first, and many go at once. */
        boolean isForNobody(Telling telling) {
            OrderNo orderNo = telling.orderNo();
            return telling.conversationId() == null
                    && orderNo != null
                    && asked.contains(orderNo)
                    && !openids.containsKey(orderNo);
        }

        boolean isFresh(OrderNo orderNo, Instant now) {
            return asked.contains(orderNo) && now.isBefore(at.plus(FRESH));
        }
    }

    /** What cannot be found out for all at once is left to the single try, which counts. */
    private Looked look(List<Telling> due, Instant now) {
        Set<OrderNo> asked = due.stream()
                .filter(telling -> telling.conversationId() == null)
                .map(Telling::orderNo)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        try {
            return new Looked(asked, transactions.run(() -> addressees.whoWantMessages(asked)), now);
        } catch (RuntimeException e) {
            LOG.warn("Nobody knows yet who of {} orders' shoppers wants messages", asked.size(), e);
            return new Looked(Set.of(), Map.of(), now);
        }
    }

    private void attempt(Telling telling, Looked looked, Instant now) {
        try {
            ConversationId conversation = telling.conversationId();
            boolean answered =
                    conversation == null ? tellMoment(telling, looked, now) : tellAnswer(telling, conversation, now);
            if (!answered) {
                restUntil = now.plus(REST);
            }
        } catch (RuntimeException e) {
            // The next try is planned already; one message's trouble must not keep the others waiting.
            LOG.warn("{} of {} could not be told; it is tried again later", telling.moment(), telling.subject(), e);
        }
    }

    /** @return whether WeChat answered, or did not have to be asked */
    private boolean tellMoment(Telling telling, Looked looked, Instant now) {
        OrderNo orderNo = Objects.requireNonNull(telling.orderNo());
        // Whoever said no while WeChat was slow with the messages before is not told.
        Map<OrderNo, String> openids = looked.isFresh(orderNo, now)
                ? looked.openids()
                : transactions.run(() -> addressees.whoWantMessages(Set.of(orderNo)));
        String openid = openids.get(orderNo);
        if (openid == null) {
            return over(telling, "nobody");
        }
        if (tooLate(telling, now)) {
            return over(telling, "too-late");
        }
        Outcome<Boolean> outcome = messenger.subscribeMessage(telling.moment(), openid, telling.values());
        if (outcome instanceof Outcome.Succeeded) {
            transactions.run(() -> {
                orderLock.lock(orderNo);
                rows.delete(telling);
                timeline.note(
                        orderNo, "shopper.told", "system", telling.moment().name());
            });
            count(telling, "told");
            return true;
        }
        return outcome instanceof Outcome.Declined && over(telling, "refused");
    }

    /** @return whether WeChat answered, or did not have to be asked */
    private boolean tellAnswer(Telling telling, ConversationId id, Instant now) {
        Conversation conversation = conversations.find(id).orElseThrow();
        String text = conversations
                .message(id, telling.messageNo())
                .map(Message::text)
                .orElse(null);
        String openid = addressees.ofConversation(conversation.shopper(), conversation.orderNo());
        if (text == null) {
            return over(telling, "nobody");
        }
        if (conversation.readUpTo() >= telling.messageNo()) {
            return delivered(telling, conversation, Delivery.READ);
        }
        if (openid == null || tooLate(telling, now)) {
            return delivered(telling, conversation, Delivery.NOT_DELIVERED);
        }
        if (windows.isOpen(conversation.shopper(), now)) {
            Outcome<Boolean> outcome = messenger.customerMessage(openid, text);
            if (outcome instanceof Outcome.Succeeded) {
                return delivered(telling, conversation, Delivery.CUSTOMER_MESSAGE);
            }
            if (!(outcome instanceof Outcome.Declined<Boolean> declined)) {
                return false;
            }
            if (Messenger.WINDOW_CLOSED.equals(declined.code())) {
                transactions.run(() -> windows.closed(conversation.shopper()));
            }
        }
        if (!messenger.hasTemplate(Moment.ANSWER) || !users.wantsMessages(conversation.shopper())) {
            return delivered(telling, conversation, Delivery.NOT_DELIVERED);
        }
        Outcome<Boolean> outcome = messenger.subscribeMessage(Moment.ANSWER, openid, telling.values());
        if (outcome instanceof Outcome.Succeeded) {
            return delivered(telling, conversation, Delivery.SUBSCRIBE_MESSAGE);
        }
        return outcome instanceof Outcome.Declined && delivered(telling, conversation, Delivery.NOT_DELIVERED);
    }

    private boolean delivered(Telling telling, Conversation conversation, Delivery delivery) {
        transactions.run(() -> {
            OrderNo orderNo = conversation.orderNo();
            boolean callLater = delivery == Delivery.NOT_DELIVERED
                    && !conversations.anyUndeliveredSinceShopperWrote(conversation.id());
            if (callLater && orderNo != null) {
                orderLock.lock(orderNo);
            }
            rows.delete(telling);
            conversations.delivered(conversation.id(), telling.messageNo(), delivery);
            if (delivery == Delivery.CUSTOMER_MESSAGE) {
                windows.spent(conversation.shopper());
            }
            if (callLater) {
                begin(conversation, telling.messageNo());
            }
        });
        count(telling, delivery.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return true;
    }

    private void begin(Conversation conversation, int messageNo) {
        String id = conversation.id().value();
        OrderNo orderNo = conversation.orderNo();
        Map<String, Object> variables = Map.of("conversationId", id, "messageNo", (long) messageNo);
        if (orderNo == null) {
            processes.start(UNREAD_ANSWER, id, variables);
        } else {
            processes.start(UNREAD_ANSWER, orderNo, variables);
        }
    }

    private boolean over(Telling telling, String outcome) {
        transactions.run(() -> rows.delete(telling));
        count(telling, outcome);
        return true;
    }

    private boolean tooLate(Telling telling, Instant now) {
        return now.isAfter(telling.since().plus(waitingTimes.of("TELL_SHOPPER_WITHIN")));
    }

    private void count(Telling telling, String outcome) {
        meters.counter("orderloom.shopper.messages", "moment", telling.moment().name(), "outcome", outcome)
                .increment();
    }
}
