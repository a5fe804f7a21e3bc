package io.orderloom.support;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import io.orderloom.support.Message.Author;
import io.orderloom.support.Message.Way;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Takes in what shoppers and staff write. */
@Service
public class Converse {

    private final ConversationRepository rows;
    private final TellingRepository tellings;
    private final OrdersTalkedAbout orders;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;

    Converse(
            ConversationRepository rows,
            TellingRepository tellings,
            OrdersTalkedAbout orders,
            BusinessNumbers numbers,
            BusinessClock clock) {
        this.rows = rows;
        this.tellings = tellings;
        this.orders = orders;
        this.numbers = numbers;
        this.clock = clock;
    }

    /**
     * A shopper begins a conversation, in the running transaction.
     *
     * @param text as {@link MessageText#of} gave it
     * @throws NotFound when the order is absent or somebody else's
     */
    public Conversation begin(ShopperId shopper, @Nullable OrderNo orderNo, String text) {
        if (orderNo != null
                && orders.find(orderNo)
                        .filter(order -> order.shopper().equals(shopper))
                        .isEmpty()) {
            throw new NotFound();
        }
        return begin(shopper, orderNo, text, Way.API);
    }

    /**
     * Somebody goes on with a conversation, in the running transaction.
     *
     * @param shopper whose conversation it must be; null when staff answers
     * @param actor who writes, as events name people
     * @param text as {@link MessageText#of} gave it
     * @throws NotFound when the conversation is absent or somebody else's
     */
    public Message write(ConversationId id, @Nullable ShopperId shopper, String actor, String text) {
        if (rows.find(id)
                .filter(found -> shopper == null || found.shopper().equals(shopper))
                .isEmpty()) {
            throw new NotFound();
        }
        return add(id, shopper == null ? Author.STAFF : Author.SHOPPER, actor, Way.API, text);
    }

    /** What a shopper wrote in WeChat's chat, in the running transaction: it goes on with the latest conversation. */
    void wroteInWeChat(ShopperId shopper, String text) {
        Conversation latest = rows.latest(shopper).orElse(null);
        if (latest == null) {
            begin(shopper, null, text, Way.WECHAT);
        } else {
            add(latest.id(), Author.SHOPPER, "shopper", Way.WECHAT, text);
        }
    }

    private Conversation begin(ShopperId shopper, @Nullable OrderNo orderNo, String text, Way way) {
        ConversationId id = new ConversationId(numbers.next());
        rows.insert(id, shopper, orderNo, UtcTime.stored(clock.now()));
        add(id, Author.SHOPPER, "shopper", way, text);
        return rows.find(id).orElseThrow();
    }

    private Message add(ConversationId id, Author author, String actor, Way way, String text) {
        Instant now = UtcTime.stored(clock.now());
        int seq = rows.add(id, author, actor, way, text, now);
        if (author == Author.STAFF) {
            tell(id, seq, now);
        }
        return rows.message(id, seq).orElseThrow();
    }

    /** WeChat is asked later, beside the request: whoever answers does not wait for it. */
    private void tell(ConversationId id, int seq, Instant now) {
        OrderNo orderNo = rows.find(id).map(Conversation::orderNo).orElse(null);
        tellings.insert(new Telling(
                numbers.next(),
                Moment.ANSWER,
                id.value() + "-" + seq,
                orderNo,
                id,
                seq,
                Map.of("orderNo", orderNo == null ? "" : orderNo.value(), "conversationId", id.value()),
                now,
                0));
    }
}
