package io.orderloom.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** One order with its shopper, and what the shopper, the staff, the gateway and time do to it. */
final class OrderLife {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration A_MOMENT = Duration.ofSeconds(5);
    private static final int MOST_OPENINGS = 4;

    private final MoneyStage stage;
    private final SharedTime time;
    private final String shopper;
    private final List<String> payments = new CopyOnWriteArrayList<>();
    private List<Combination> besides = List.of();
    private @Nullable String orderNo;
    private volatile @Nullable Asked last;

    /** A request under a key of its own, with its answer. */
    private record Asked(Supplier<Answer> request, Answer answer) {}

    OrderLife(MoneyStage stage, SharedTime time, String shopper) {
        this.stage = stage;
        this.time = time;
        this.shopper = shopper;
    }

    /** These misfortunes wait for whatever payment it opens, besides what the story orders. */
    void alsoBefallen(List<Combination> faults) {
        besides = faults;
    }

    String orderNo() {
        if (orderNo == null) {
            throw new IllegalStateException("Nothing is ordered yet");
        }
        return orderNo;
    }

    /** The payments it has opened, oldest first. */
    List<String> payments() {
        return payments;
    }

    MoneyStage stage() {
        return stage;
    }

    OrderLife place() {
        Answer placed = keyed(shop(), key -> key.post("/api/v1/orders", stage.wish(shopper)));
        if (placed.status() != 201) {
            throw new AssertionError("Not placed: " + placed);
        }
        orderNo = placed.text("orderNo");
        stage.placed(orderNo);
        return this;
    }

    /** Opens a payment; repeats what had no answer, and wants another payment when the gateway refused. */
    String open(String channel, String scene) {
        Answer last = tryOpen(channel, scene);
        for (int i = 1; i < MOST_OPENINGS && last.code().equals("PAYMENT_DECLINED"); i++) {
            last = tryOpen(channel, scene);
        }
        if (last.status() != 201) {
            throw new AssertionError("No payment could be opened: " + last);
        }
        return last.text("paymentNo");
    }

    /** Asks for a payment until there is an answer that tells, and keeps its number when it was opened. */
    Answer tryOpen(String channel, String scene) {
        return tryOpenAt("/api/v1/orders/" + orderNo() + "/payments", channel, scene);
    }

    /** The same for what is paid on top in an exchange. */
    Answer tryOpenTopUp(String afterSalesNo, String channel, String scene) {
        return tryOpenAt(afterSale(afterSalesNo, "payments"), channel, scene);
    }

    private Answer tryOpenAt(String path, String channel, String scene) {
        Map<String, Object> wish = new LinkedHashMap<>(Map.of("channel", channel, "scene", scene));
        if (scene.equals("MINI_PROGRAM")) {
            wish.put("payerId", "payer-" + shopper);
        }
        Answer opened = keyed(shop(), key -> key.post(path, wish));
        if (opened.status() == 201) {
            payments.add(opened.text("paymentNo"));
            besides.forEach(fault -> fault(fault, opened.text("paymentNo")));
        }
        return opened;
    }

    /** The payer pays. @return what the sandbox said: closed and paid payments are not paid again */
    Answer pay(String paymentNo, boolean told, boolean force) {
        return stage.service()
                .sandbox()
                .post("/sandbox/v1/payments/" + paymentNo + "/pay", Map.of("notify", told, "force", force));
    }

    void pay(String paymentNo, boolean told) {
        Answer paid = pay(paymentNo, told, false);
        if (paid.status() != 200) {
            throw new AssertionError("Not paid: " + paid);
        }
    }

    /** The gateway is asked about a payment, at the shopper's word. */
    Answer sync(String paymentNo) {
        return insist(() -> shop().post("/api/v1/orders/" + orderNo() + "/payments/" + paymentNo + "/sync", ""));
    }

    Answer cancel() {
        return insist(() -> shop().post("/api/v1/orders/" + orderNo() + "/cancellation", Map.of()));
    }

    /** Staff gives money back. */
    Answer tryRefund(Map<String, Object> what) {
        Map<String, Object> wish = new LinkedHashMap<>(what);
        wish.put("note", "goodwill");
        return keyed(stage.staff("service"), key -> key.post("/api/v1/orders/" + orderNo() + "/refunds", wish));
    }

    /** Staff gives this much back. @return the refund's number */
    String refund(long fen) {
        Answer asked = tryRefund(Map.of("amountFen", fen));
        if (asked.status() != 201) {
            throw new AssertionError("No refund: " + asked);
        }
        return asked.text("refundNo");
    }

    String status() {
        return insist(() -> shop().get("/api/v1/orders/" + orderNo())).text("status");
    }

    /** The state of one of its refunds. */
    String refundStatus(String refundNo) {
        for (JsonNode refund : insist(() -> shop().get("/api/v1/orders/" + orderNo() + "/refunds"))
                .body()) {
            if (refund.path("refundNo").asText().equals(refundNo)) {
                return refund.path("status").asText();
            }
        }
        return "";
    }

    /** What the gateway calls the payment, once it is paid; empty when it was never paid. */
    String transactionOf(String paymentNo) {
        return stage.service()
                .sandbox()
                .get("/sandbox/v1/payments/" + paymentNo)
                .text("gatewayTransactionId");
    }

    /** Orders a misfortune for the next call that names this number. */
    void fault(Combination what, String reference) {
        fault(what, reference, 1);
    }

    void fault(Combination what, String reference, int times) {
        Answer planted = stage.service()
                .sandbox()
                .post(
                        "/sandbox/v1/faults",
                        Map.of(
                                "channel", what.channel(),
                                "operation", what.operation(),
                                "answer", what.answer(),
                                "effect", what.effect(),
                                "times", times,
                                "reference", reference));
        if (planted.status() != 201) {
            throw new AssertionError(what + " cannot be ordered: " + planted);
        }
    }

    /** Whether this misfortune, ordered for this number, has happened. */
    boolean befell(Combination what, String reference) {
        String operation =
                what.operation().replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
        for (JsonNode waiting :
                stage.service().sandbox().get("/sandbox/v1/faults").body().path("faults")) {
            if (waiting.path("reference").asText().equals(reference)
                    && waiting.path("operation").asText().equals(operation)
                    && waiting.path("answer").asText().equals(what.answer())) {
                return false;
            }
        }
        return true;
    }

    /** The order's tasks that wait for a person. */
    List<MoneyStage.Task> tasks() {
        return stage.tasks().stream()
                .filter(task -> task.orderNo().equals(orderNo()))
                .toList();
    }

    /** One of the order's tasks for a person, if there is any. */
    Optional<MoneyStage.Task> task() {
        return tasks().stream().findFirst();
    }

    void pass(Duration duration) throws InterruptedException {
        time.pass(duration);
    }

    /** Waits a moment of the machine's time for what follows at once. @return whether it came */
    boolean soon(BooleanSupplier so) {
        try {
            Awaitility.await()
                    .atMost(A_MOMENT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .until(so::getAsBoolean);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** Lets time pass in such steps until it is so, at most so many. @return whether it is so in the end */
    boolean comes(BooleanSupplier so, Duration step, int most) throws InterruptedException {
        for (int i = 0; i < most; i++) {
            if (so.getAsBoolean()) {
                return true;
            }
            time.pass(step);
        }
        return so.getAsBoolean();
    }

    /** @throws AssertionError when it does not come to this */
    void until(String what, BooleanSupplier so, Duration step, int most) throws InterruptedException {
        if (!comes(so, step, most)) {
            throw new AssertionError("Order " + orderNo + " never came to this: " + what + "; it is " + status());
        }
    }

    Api shop() {
        return stage.service().api().as("demo-shop").forShopper(shopper);
    }

    /** The warehouse sends everything that is left. */
    Answer ship() {
        return keyed(
                stage.staff("warehouse"),
                key -> key.post(
                        "/api/v1/orders/" + orderNo() + "/shipments",
                        Map.of("carrier", "SF", "trackingNo", "SF" + orderNo())));
    }

    /** The shopper wants this SKU instead of so many units of a line. */
    Answer tryExchange(int lineNo, int quantity, String sku) {
        Map<String, Object> wish = Map.of(
                "type",
                "EXCHANGE",
                "reason",
                "尺码不对",
                "evidence",
                List.of(),
                "items",
                List.of(Map.of("lineNo", lineNo, "quantity", quantity)),
                "exchangeSkuId",
                sku);
        return keyed(shop(), key -> key.post("/api/v1/orders/" + orderNo() + "/after-sales", wish));
    }

    String afterSaleStatus(String afterSalesNo) {
        return insist(() -> shop().get("/api/v1/after-sales/" + afterSalesNo)).text("status");
    }

    Answer decide(String afterSalesNo, boolean approve) {
        return keyed(
                stage.staff("service"),
                key -> key.post(afterSale(afterSalesNo, "decision"), Map.of("approve", approve, "note", "按规定")));
    }

    /** The shopper no longer wants what was asked for. */
    Answer withdraw(String afterSalesNo) {
        return insist(() -> shop().post(afterSale(afterSalesNo, "cancellation"), Map.of()));
    }

    Answer sendBack(String afterSalesNo) {
        return insist(() -> shop().post(
                        afterSale(afterSalesNo, "return-shipment"),
                        Map.of("carrier", "SF", "trackingNo", "SFR" + afterSalesNo)));
    }

    /** The warehouse finds the returned goods as they should be. */
    Answer accept(String afterSalesNo) {
        return keyed(
                stage.staff("warehouse"),
                key -> key.post(afterSale(afterSalesNo, "inspection"), Map.of("accepted", true)));
    }

    Answer replace(String afterSalesNo) {
        return keyed(
                stage.staff("warehouse"),
                key -> key.post(
                        afterSale(afterSalesNo, "replacement-shipment"),
                        Map.of("carrier", "SF", "trackingNo", "SFX" + afterSalesNo)));
    }

    private static String afterSale(String afterSalesNo, String what) {
        return "/api/v1/after-sales/" + afterSalesNo + "/" + what;
    }

    /** The gateway tells of something so many times at once. */
    void tell(Map<String, Object> of, int copies) {
        Map<String, Object> notification = new LinkedHashMap<>(of);
        notification.put("copies", copies);
        notification.put("parallel", copies);
        stage.service().sandbox().post("/sandbox/v1/notifications", notification);
    }

    /** The last request once more, under its key. @throws AssertionError when it is answered in another way */
    void repeat() {
        Asked asked = last;
        if (asked == null || asked.answer().status() >= 300) {
            return;
        }
        Answer again = insist(asked.request());
        if (again.status() != asked.answer().status()
                || !again.body().equals(asked.answer().body())
                || !again.headers().firstValue("Idempotent-Replayed").orElse("").equals("true")) {
            throw new AssertionError("Repeated, " + asked.answer() + " became " + again);
        }
    }

    private Answer keyed(Api api, Function<Api, Answer> request) {
        Api key = api.with("Idempotency-Key", UUID.randomUUID().toString());
        Supplier<Answer> asking = () -> request.apply(key);
        Answer answer = insist(asking);
        last = new Asked(asking, answer);
        return answer;
    }

    /** Asks again, as a program may under one key, until the answer tells what came of it. */
    static Answer insist(Supplier<Answer> request) {
        Answer[] last = new Answer[1];
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        try {
                            last[0] = request.get();
                        } catch (UncheckedIOException down) {
                            return false;
                        }
                        return last[0].status() < 500
                                && last[0].status() != 429
                                && !last[0].code().equals("REQUEST_IN_FLIGHT");
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("No answer that tells: " + last[0], e);
        }
        return last[0];
    }
}
