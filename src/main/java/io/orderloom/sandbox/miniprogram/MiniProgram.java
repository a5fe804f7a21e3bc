package io.orderloom.sandbox.miniprogram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Journal;
import io.orderloom.sandbox.control.ControlCall;
import io.orderloom.sandbox.control.Controls;
import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.faults.Dialect;
import io.orderloom.sandbox.faults.Fault.Operation;
import io.orderloom.sandbox.faults.Faults;
import io.orderloom.sandbox.faults.GatewayCall;
import io.orderloom.sandbox.gateway.Courier;
import io.orderloom.sandbox.wire.Handler;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The mini-program platform: login, tokens, shipping info, messages, pushes. Any login code that does not start with
 * {@code bad}, {@code invalid} or {@code expired} logs the shopper of that name in; codes that the controls
 * give out serve once and for five minutes, as real ones do.
 */
public final class MiniProgram {

    static final String NAME = "WECHAT_MINI_PROGRAM";

    private static final Duration CODE_LIFE = Duration.ofMinutes(5);

    private record Login(String openid, Instant expiry) {}

    private final Faults faults;
    private final Supplier<Instant> wireClock;
    private final AccessTokens tokens;
    private final ShippingInfo shippingInfo;
    private final Platform platform = new Platform();
    private final Messages messages;
    private final Pushes pushes;
    private final Map<String, Login> logins = new HashMap<>();

    /** @param mchId the WeChat Pay merchant to whom the mini-program belongs */
    public MiniProgram(
            MiniProgramSettings settings,
            String mchId,
            Books books,
            Journal journal,
            Faults faults,
            Courier courier,
            Supplier<Instant> clock,
            Supplier<Instant> wireClock) {
        this.faults = faults;
        this.wireClock = wireClock;
        this.tokens = new AccessTokens(settings, wireClock);
        this.shippingInfo = new ShippingInfo(settings, mchId, books, journal, clock);
        this.messages = new Messages(journal, clock);
        this.pushes = new Pushes(settings, mchId, books, messages, courier, clock, wireClock);
    }

    public void register(Routes routes) {
        routes.get("/sns/jscode2session", this::session);
        routes.get("/cgi-bin/token", tokens::token);
        routes.post("/cgi-bin/stable_token", tokens::stableToken);
        String order = "/wxa/sec/order/";
        routes.post(order + "upload_shipping_info", guarded(Operation.SHIPPING_INFO, shippingInfo::upload));
        routes.post(order + "get_order", withToken(shippingInfo::order));
        routes.post(order + "notify_confirm_receive", withToken(shippingInfo::confirmReceipt));
        routes.post(
                order + "is_trade_managed",
                withToken(call -> HttpAnswer.json(
                        200, Json.object().put("errcode", 0).put("errmsg", "ok").put("is_trade_managed", true))));
        routes.post(
                "/cgi-bin/express/delivery/open_msg/get_delivery_list",
                withToken(call -> shippingInfo.deliveryCompanies()));
        routes.post(
                "/cgi-bin/message/subscribe/send",
                guarded(Operation.MESSAGE, (call, fate) -> messages.subscribe(call)));
        routes.post("/cgi-bin/message/custom/send", guarded(Operation.MESSAGE, (call, fate) -> messages.custom(call)));
        String controls = Controls.BASE + "/mini-program";
        routes.get(controls, call -> tell());
        routes.post(controls + "/codes", Controls.sameOrigin(this::code));
        routes.post(controls + "/pushes", Controls.sameOrigin(pushes::push));
        routes.post(controls + "/subscriptions", Controls.sameOrigin(messages::agree));
        routes.add("DELETE", controls + "/tokens", Controls.sameOrigin(call -> {
            tokens.revokeAll();
            return HttpAnswer.empty(204);
        }));
    }

    private synchronized HttpAnswer session(HttpCall call) {
        tokens.checkApp(call.query("appid").orElse(""), call.query("secret").orElse(""));
        String code = call.query("js_code").orElse("");
        Login issued = logins.remove(code);
        String openid;
        if (issued != null) {
            if (!issued.expiry().isAfter(wireClock.get())) {
                throw WeChatError.refusal(40029, "invalid code");
            }
            openid = issued.openid();
        } else if (code.matches("[0-9A-Za-z_-]{1,64}") && !code.matches("(?i)(bad|invalid|expired|once-).*")) {
            openid = "openid-" + code;
        } else {
            throw WeChatError.refusal(40029, "invalid code");
        }
        return HttpAnswer.json(
                200,
                Json.object()
                        .put("openid", openid)
                        .put("session_key", Base64.getEncoder().encodeToString(Randoms.bytes(16)))
                        .put("unionid", "union-" + openid));
    }

    private synchronized HttpAnswer code(HttpCall call) {
        String openid = ControlCall.of(call, "openid").requiredText("openid");
        String code = "once-" + Randoms.alphanumeric(27);
        logins.put(code, new Login(openid, wireClock.get().plus(CODE_LIFE)));
        return HttpAnswer.json(201, Json.object().put("code", code));
    }

    private synchronized HttpAnswer tell() {
        ObjectNode answer = Json.object();
        shippingInfo.tell(answer);
        messages.tell(answer);
        return HttpAnswer.json(200, answer);
    }

    private Handler withToken(Handler handler) {
        return call -> {
            tokens.check(call);
            return handler.handle(call);
        };
    }

    private Handler guarded(Operation operation, GatewayCall call) {
        return withToken(faults.around(NAME, operation, platform, call));
    }

    /** The platform's own troubles. */
    private static final class Platform implements Dialect {

        @Override
        public HttpAnswer systemError() {
            return WeChatError.answer(-1, "system error");
        }

        @Override
        public HttpAnswer notEnough() {
            return WeChatError.answer(48001, "api unauthorized");
        }

        @Override
        public HttpAnswer rateLimited() {
            return WeChatError.answer(45009, "reach max api daily quota limit");
        }

        /** Its answers carry no signature; what is not from it looks like somebody else's page. */
        @Override
        public HttpAnswer badlySigned(HttpAnswer answer) {
            return HttpAnswer.text(200, "text/html", "<html><body>Welcome to the hotel's network</body></html>");
        }
    }
}
