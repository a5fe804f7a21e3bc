package io.orderloom.sandbox.kuaidi100;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.books.Journal;
import io.orderloom.sandbox.control.ControlCall;
import io.orderloom.sandbox.control.Controls;
import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.faults.Fault.Operation;
import io.orderloom.sandbox.faults.Faults;
import io.orderloom.sandbox.faults.GatewayCall.Fate;
import io.orderloom.sandbox.gateway.Courier;
import io.orderloom.sandbox.gateway.Deliveries;
import io.orderloom.sandbox.gateway.Delivery;
import io.orderloom.sandbox.gateway.Outbound;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Routes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** kuaidi100 for one customer, and the carriers behind it, whose parcels a tester moves. */
public final class Kuaidi100 implements Deliveries.Sender {

    static final String NAME = "KUAIDI100";

    private static final String PARCEL = "parcel";
    private static final String WAYBILL = "waybill";
    private static final String SHUNFENG = "shunfeng";
    private static final Set<String> CARRIERS = Set.of(
            SHUNFENG,
            "zhongtong",
            "yuantong",
            "yunda",
            "shentong",
            "jd",
            "ems",
            "youzhengguonei",
            "jtexpress",
            "debangkuaidi",
            "debangwuliu",
            "huitongkuaidi",
            "danniao",
            "jingdongkuaiyun");

    private final Kuaidi100Settings settings;
    private final Journal journal;
    private final Faults faults;
    private final Deliveries deliveries;
    private final Supplier<Instant> clock;
    private final Kuaidi100Words words = new Kuaidi100Words();
    private final Map<String, Parcel> parcels = new LinkedHashMap<>();
    private final Map<String, Waybill> waybills = new LinkedHashMap<>();

    public Kuaidi100(
            Kuaidi100Settings settings,
            Journal journal,
            Faults faults,
            Deliveries deliveries,
            Supplier<Instant> clock) {
        this.settings = settings;
        this.journal = journal;
        this.faults = faults;
        this.deliveries = deliveries;
        this.clock = clock;
        journal.replay(PARCEL, Parcel.class, parcel -> parcels.put(parcel.trackingNo(), parcel));
        journal.replay(WAYBILL, Waybill.class, waybill -> waybills.put(waybill.orderId(), waybill));
        deliveries.register(NAME, this);
    }

    public void register(Routes routes) {
        routes.post("/poll", faults.around(NAME, Operation.TRACK, words, this::subscribe));
        routes.post("/poll/query.do", faults.around(NAME, Operation.TRACK, words, this::query));
        routes.post("/label/order", faults.around(NAME, Operation.TRACK, words, this::waybill));
        routes.post(Controls.BASE + "/parcels/{trackingNo}/events", Controls.sameOrigin(this::move));
        routes.get(Controls.BASE + "/parcels/{trackingNo}", this::show);
    }

    @Override
    public Optional<Outbound> compose(Delivery delivery) {
        return push(delivery.reference(), "");
    }

    @Override
    public Optional<Outbound> composeBroken(Delivery delivery) {
        return push(delivery.reference(), "somebody else's salt");
    }

    /** It wants to read {@code "result":true}, whatever the status. */
    @Override
    public boolean taken(Courier.Reply reply) {
        return Json.readObject(reply.body().getBytes(StandardCharsets.UTF_8))
                .filter(answer -> answer.path("result").asBoolean())
                .isPresent();
    }

    @Override
    public List<Duration> pauses() {
        return settings.pushPauses();
    }

    private synchronized HttpAnswer subscribe(HttpCall call, Fate fate) {
        Optional<ObjectNode> read = param(call);
        if (read.isEmpty() || !call.form("schema").orElse("").equals("json")) {
            return Kuaidi100Words.answer(false, "400", "参数错误");
        }
        ObjectNode param = read.get();
        if (!param.path("key").asText("").equals(settings.key())) {
            return Kuaidi100Words.answer(false, "600", "您不是合法的订阅者（即授权Key出错）");
        }
        String carrier = param.path("company").asText("");
        String trackingNo = param.path("number").asText("");
        JsonNode parameters = param.path("parameters");
        String callback = parameters.path("callbackurl").asText("");
        if (!CARRIERS.contains(carrier)) {
            return Kuaidi100Words.answer(false, "700", "不支持的快递公司");
        }
        if (!trackingNo.matches("[0-9A-Za-z-]{6,32}") || !callback.matches("https?://.+")) {
            return Kuaidi100Words.answer(false, "701", "单号或回调地址不合法");
        }
        if (carrier.equals(SHUNFENG) && lacksPhone(parameters)) {
            return Kuaidi100Words.answer(false, "408", "顺丰单号须提供收件人或寄件人手机号");
        }
        return subscribe(
                trackingNo,
                carrier,
                new Parcel.Subscription(
                        callback,
                        parameters.has("salt") ? parameters.path("salt").asText() : null,
                        parameters.path("resultv2").asText("0")));
    }

    private HttpAnswer subscribe(String trackingNo, String carrier, Parcel.Subscription wanted) {
        Parcel parcel = parcel(trackingNo);
        if (wanted.equals(parcel.subscription())) {
            return Kuaidi100Words.answer(false, "501", "重复订阅");
        }
        keep(parcel.with(carrier, wanted));
        if (!parcel.events().isEmpty()) {
            deliveries.send(NAME, "track", trackingNo);
        }
        return Kuaidi100Words.answer(true, "200", "提交成功");
    }

    private synchronized HttpAnswer query(HttpCall call, Fate fate) {
        String param = call.form("param").orElse("");
        Optional<ObjectNode> read = param(call);
        if (read.isEmpty() || !call.form("customer").orElse("").equals(settings.customer())) {
            return Kuaidi100Words.answer(false, "400", "参数错误");
        }
        if (!Kuaidi100Words.md5(param, settings.key(), settings.customer())
                .equals(call.form("sign").orElse(""))) {
            return Kuaidi100Words.answer(false, "503", "验证签名失败");
        }
        String carrier = read.get().path("com").asText("");
        if (!CARRIERS.contains(carrier)) {
            return Kuaidi100Words.answer(false, "400", "快递公司编码有误");
        }
        if (carrier.equals(SHUNFENG) && lacksPhone(read.get())) {
            return Kuaidi100Words.answer(false, "408", "验证码错误");
        }
        Parcel parcel = parcel(read.get().path("num").asText(""));
        return parcel.events().isEmpty()
                ? Kuaidi100Words.answer(false, "500", "查询无结果，请隔段时间再查")
                : HttpAnswer.json(
                        200,
                        Kuaidi100Words.track(
                                parcel, carrier, read.get().path("resultv2").asText("0")));
    }

    private synchronized HttpAnswer waybill(HttpCall call, Fate fate) {
        String param = call.form("param").orElse("");
        String time = call.form("t").orElse("");
        if (!call.form("key").orElse("").equals(settings.key())) {
            return refusedWaybill(30003, "账号不存在");
        }
        if (!Kuaidi100Words.md5(param, time, settings.key(), settings.secret())
                .equals(call.form("sign").orElse(""))) {
            return refusedWaybill(30002, "验证签名失败");
        }
        Optional<ObjectNode> read = param(call);
        String method = call.form("method").orElse("");
        if (read.isEmpty() || !Set.of("order", "cancel").contains(method)) {
            return refusedWaybill(30001, "参数错误");
        }
        ObjectNode order = read.get();
        String orderId = order.path("orderId").asText("");
        if (method.equals("cancel")) {
            return waybills.containsKey(orderId)
                    ? HttpAnswer.json(
                            200,
                            Json.object().put("success", true).put("code", 200).put("message", "success"))
                    : refusedWaybill(30009, "订单不存在");
        }
        String carrier = order.path("kuaidicom").asText("");
        boolean complete = complete(order.path("recMan")) && complete(order.path("sendMan"));
        if (!CARRIERS.contains(carrier) || orderId.isBlank() || !complete) {
            return refusedWaybill(30001, "参数错误");
        }
        Waybill waybill = waybills.computeIfAbsent(orderId, number -> ordered(number, carrier));
        if (order.path("needSubscribe").asBoolean()) {
            HttpAnswer unused = subscribe(
                    waybill.trackingNo(),
                    carrier,
                    new Parcel.Subscription(
                            order.path("pollCallBackUrl").asText(),
                            order.has("salt") ? order.path("salt").asText() : null,
                            order.path("resultv2").asText("0")));
        }
        ObjectNode data = Json.object()
                .put("taskId", waybill.taskId())
                .put("orderId", orderId)
                .put("kuaidinum", waybill.trackingNo())
                .put("kdComOrderNum", waybill.taskId())
                .put("bulkpen", "440-01")
                .put("label", "");
        return HttpAnswer.json(
                200,
                Json.object()
                        .put("success", true)
                        .put("code", 200)
                        .put("message", "success")
                        .set("data", data));
    }

    private Waybill ordered(String orderId, String carrier) {
        String prefix = carrier.equals(SHUNFENG) ? "SF" : carrier.equals("jd") ? "JD" : "7";
        Waybill waybill =
                new Waybill(orderId, Randoms.upperHex(32), carrier, prefix + Randoms.digits(15 - prefix.length()));
        journal.append(WAYBILL, waybill);
        return waybill;
    }

    private synchronized HttpAnswer move(HttpCall call) {
        ControlCall asked = ControlCall.of(call, "state", "text");
        ParcelState state = asked.requiredWord("state", ParcelState.class);
        Parcel moved = parcel(call.variable("trackingNo"))
                .with(new Parcel.Event(clock.get(), state, asked.text("text").orElse(state.usualText())));
        keep(moved);
        if (moved.subscription() != null) {
            deliveries.send(NAME, "track", moved.trackingNo());
        }
        return HttpAnswer.json(200, view(moved));
    }

    private synchronized HttpAnswer show(HttpCall call) {
        return HttpAnswer.json(200, view(parcel(call.variable("trackingNo"))));
    }

    private static ObjectNode view(Parcel parcel) {
        ObjectNode view = Json.object()
                .put("trackingNo", parcel.trackingNo())
                .put("carrier", parcel.carrier())
                .put("subscribed", parcel.subscription() != null);
        var events = view.putArray("events");
        parcel.events().forEach(event -> events.addObject()
                .put("at", event.at().toString())
                .put("state", event.state().name())
                .put("text", event.text()));
        return view;
    }

    private synchronized Optional<Outbound> push(String trackingNo, String strangeSalt) {
        Parcel parcel = parcel(trackingNo);
        Parcel.Subscription subscription = parcel.subscription();
        if (subscription == null || parcel.events().isEmpty()) {
            return Optional.empty();
        }
        ParcelState state = parcel.events().get(parcel.events().size() - 1).state();
        ObjectNode param = Json.object()
                .put("status", state.last() ? "shutdown" : "polling")
                .put("billstatus", state.last() ? "check" : "got")
                .put("message", "")
                .put("autoCheck", "0")
                .put("comOld", "")
                .put("comNew", "");
        param.set("lastResult", Kuaidi100Words.track(parcel, String.valueOf(parcel.carrier()), subscription.detail()));
        String text = Json.text(param);
        String body = "param=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
        if (subscription.salt() != null) {
            body += "&sign=" + Kuaidi100Words.md5(text, subscription.salt() + strangeSalt);
        }
        return Optional.of(new Outbound(
                subscription.callbackUrl(),
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
                body.getBytes(StandardCharsets.UTF_8)));
    }

    private Parcel parcel(String trackingNo) {
        Parcel known = parcels.get(trackingNo);
        return known != null ? known : new Parcel(trackingNo, null, List.of(), null);
    }

    private void keep(Parcel parcel) {
        journal.append(PARCEL, parcel);
        parcels.put(parcel.trackingNo(), parcel);
    }

    private static boolean lacksPhone(JsonNode from) {
        return !from.path("phone").asText("").matches("\\d{4,11}");
    }

    private static boolean complete(JsonNode person) {
        return !person.path("name").asText("").isBlank()
                && !(person.path("mobile").asText("") + person.path("tel").asText("")).isBlank()
                && !person.path("printAddr").asText("").isBlank();
    }

    private static Optional<ObjectNode> param(HttpCall call) {
        return call.form("param").flatMap(text -> Json.readObject(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpAnswer refusedWaybill(int code, String message) {
        return HttpAnswer.json(
                200, Json.object().put("success", false).put("code", code).put("message", message));
    }
}
