package io.orderloom.support;

import io.orderloom.engine.Transactions;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import io.orderloom.shared.WeChatUsers;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Takes in what WeChat pushes: what users write becomes a conversation, what it says of orders reaches them. */
@Service
public class TakePush {

    private static final Logger LOG = LoggerFactory.getLogger(TakePush.class);

    /** What stands in a conversation for what is no text; staff sees it in WeChat's own chat. */
    private static final Map<String, String> WITHOUT_TEXT = Map.of(
            "image", "[图片 picture]",
            "voice", "[语音 voice]",
            "video", "[视频 video]",
            "shortvideo", "[视频 video]",
            "location", "[位置 place]",
            "link", "[链接 link]",
            "miniprogrampage", "[小程序卡片 card]");

    private final PushRepository pushes;
    private final WindowRepository windows;
    private final Converse converse;
    private final WeChatUsers users;
    private final TradeNews trade;
    private final Transactions transactions;
    private final BusinessClock clock;

    TakePush(
            PushRepository pushes,
            WindowRepository windows,
            Converse converse,
            WeChatUsers users,
            TradeNews trade,
            Transactions transactions,
            BusinessClock clock) {
        this.pushes = pushes;
        this.windows = windows;
        this.converse = converse;
        this.users = users;
        this.trade = trade;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Takes a push in, once; that it came and what follows from it are one commit.
     *
     * @return whether it was new
     */
    public boolean take(Push push) {
        return transactions.run(() -> {
            Instant now = UtcTime.stored(clock.now());
            if (!pushes.insert(push, now)) {
                return false;
            }
            if (push.type().equals("event")) {
                happened(push, now);
            } else if (!push.openid().isEmpty()) {
                wrote(push, now);
            }
            return true;
        });
    }

    private void wrote(Push push, Instant now) {
        ShopperId shopper = users.shopper(push.openid());
        String content = push.field("Content");
        String text = content == null ? "" : MessageText.tamed(content);
        windows.wrote(shopper, now);
        converse.wroteInWeChat(shopper, text.isEmpty() ? WITHOUT_TEXT.getOrDefault(push.type(), "[?]") : text);
    }

    private void happened(Push push, Instant now) {
        switch (push.event()) {
            case "user_enter_tempsession" -> windows.entered(users.shopper(push.openid()), now);
            case "trade_manage_remind_shipping" -> withPayment(push, trade::shippingMissed);
            case "trade_manage_order_settlement" ->
                withPayment(push, paymentNo -> trade.settlement(paymentNo, seconds(push.field("settlement_time"))));
            case "trade_manage_remind_access_api" ->
                LOG.warn("WeChat reminds the shop to take part in its management of shipping information");
            default -> LOG.debug("WeChat pushed {}, of which nothing follows", push);
        }
    }

    private static void withPayment(Push push, Consumer<PaymentNo> news) {
        String number = push.field("merchant_trade_no");
        if (number != null && BusinessNumbers.isNumber(number)) {
            news.accept(new PaymentNo(number));
        } else {
            LOG.info("WeChat pushed {} of a payment that cannot be ours", push);
        }
    }

    private static @Nullable Instant seconds(@Nullable String text) {
        return text != null && text.matches("[1-9]\\d{0,10}") ? Instant.ofEpochSecond(Long.parseLong(text)) : null;
    }
}
