package io.orderloom.support.gateway.wechat;

import cn.binarywang.wx.miniapp.api.WxMaMsgService;
import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.bean.WxMaKefuMessage;
import cn.binarywang.wx.miniapp.bean.WxMaSubscribeMessage;
import cn.binarywang.wx.miniapp.bean.WxMaSubscribeMessage.MsgData;
import io.orderloom.gateway.MiniProgramPlatform;
import io.orderloom.shared.Outcome;
import io.orderloom.support.Messenger;
import io.orderloom.support.Moment;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import me.chanjar.weixin.common.error.WxErrorException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sends messages to users (WeChat's documents "customServiceMessage.send" and "subscribeMessage.send") through WxJava. */
@Component
class WeChatMessenger implements Messenger {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatMessenger.class);

    /** Over, or used up. */
    private static final Set<Integer> CLOSED = Set.of(45015, 45047);

    /** Token trouble that WxJava could not repair, too many calls: nothing was sent, and may be the next time. */
    private static final Set<Integer> NOT_NOW = Set.of(40001, 40014, 42001, 45009, 45011);

    private static final int BUSY = -1;

    /** How long a value may be, by the first letters of its key. */
    private static final Map<String, Integer> LONGEST =
            Map.of("thing", 20, "character_string", 32, "phrase", 5, "name", 10, "number", 32);

    private final @Nullable WxMaService weChat;
    private final MessageSettings settings;

    WeChatMessenger(MiniProgramPlatform platform, MessageSettings settings) {
        this.weChat = platform.client().orElse(null);
        this.settings = settings;
    }

    /** One call of WxJava's message service. */
    private interface Sending {

        void by(WxMaMsgService messages) throws WxErrorException;
    }

    @Override
    public boolean hasTemplate(Moment moment) {
        MessageSettings.Template template = settings.messages().get(moment);
        return weChat != null && template != null && !template.templateId().isBlank();
    }

    @Override
    public Outcome<Boolean> customerMessage(String openid, String text) {
        WxMaKefuMessage message =
                WxMaKefuMessage.newTextBuilder().toUser(openid).content(text).build();
        return send("customer message", messages -> messages.sendKefuMsg(message));
    }

    @Override
    public Outcome<Boolean> subscribeMessage(Moment moment, String openid, Map<String, String> values) {
        MessageSettings.Template template = settings.messages().get(moment);
        if (template == null || template.templateId().isBlank()) {
            return new Outcome.Declined<>("NO_TEMPLATE", "No template is set for " + moment);
        }
        WxMaSubscribeMessage message = WxMaSubscribeMessage.builder()
                .toUser(openid)
                .templateId(template.templateId())
                .page(filled(template.page(), values))
                .data(data(template, values))
                .miniprogramState(settings.state())
                .build();
        return send("message of " + moment, messages -> messages.sendSubscribeMsg(message));
    }

    private Outcome<Boolean> send(String what, Sending sending) {
        if (weChat == null) {
            return new Outcome.Declined<>("NO_MINI_PROGRAM", "No mini-program is configured");
        }
        try {
            sending.by(weChat.getMsgService());
            return new Outcome.Succeeded<>(Boolean.TRUE);
        } catch (WxErrorException e) {
            return answered(what, e.getError().getErrorCode());
        } catch (RuntimeException e) {
            return failed(what, e);
        }
    }

    private static Outcome<Boolean> answered(String what, int error) {
        if (CLOSED.contains(error)) {
            return new Outcome.Declined<>(WINDOW_CLOSED, "WeChat " + error);
        }
        if (String.valueOf(error).equals(REFUSED_BY_USER)) {
            return new Outcome.Declined<>(REFUSED_BY_USER, "The user does not want it");
        }
        LOG.warn("WeChat did not take a {}: {}", what, error);
        if (error == BUSY) {
            return new Outcome.Unknown<>("WeChat is busy");
        }
        return NOT_NOW.contains(error)
                ? new Outcome.NotExecuted<>("WeChat " + error)
                : new Outcome.Declined<>(String.valueOf(error), "WeChat refused");
    }

    /** The messages of WxJava hold addresses with tokens, and whole answers; only the kind of failure is told. */
    private static Outcome<Boolean> failed(String what, RuntimeException failure) {
        String name = failure.getClass().getSimpleName();
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                LOG.warn("WeChat could not be reached with a {}", what);
                return new Outcome.NotExecuted<>("No connection to WeChat");
            }
            if (cause instanceof IOException) {
                name = cause.getClass().getSimpleName();
            }
        }
        LOG.warn("WeChat did not say whether it took a {}: {}", what, name);
        return new Outcome.Unknown<>(name);
    }

    private static List<MsgData> data(MessageSettings.Template template, Map<String, String> values) {
        List<MsgData> data = new ArrayList<>();
        for (String field : template.data()) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                String key = field.substring(0, equals).strip();
                data.add(new MsgData(key, shortened(key, filled(field.substring(equals + 1), values))));
            }
        }
        return data;
    }

    private static String filled(String text, Map<String, String> values) {
        String filled = text.strip();
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    private static String shortened(String key, String value) {
        int longest = LONGEST.getOrDefault(key.replaceAll("\\d+$", ""), Integer.MAX_VALUE);
        int length = value.codePointCount(0, value.length());
        return length <= longest ? value : value.substring(0, value.offsetByCodePoints(0, longest));
    }
}
