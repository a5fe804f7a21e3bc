package io.orderloom.faults;

import io.orderloom.faults.Step.Kind;
import io.orderloom.testing.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An order to which a sequence of steps happens. Whatever is refused is refused; nothing may break. */
final class RandomLife {

    private static final List<List<String>> WAYS = List.of(
            List.of("WECHAT_PAY", "NATIVE"),
            List.of("ALIPAY", "NATIVE"),
            List.of("UNIONPAY", "NATIVE"),
            List.of("WECHAT_PAY", "MINI_PROGRAM"),
            List.of("ALIPAY", "MINI_PROGRAM"),
            List.of("UNIONPAY", "APP"));
    private static final List<Long> AMOUNTS = List.of(1L, 700L, 5_000L, 12_345L, 25_401L, 30_000L);
    private static final List<String> TAMPERS = List.of("SIGNATURE", "BODY", "PROBE", "STALE", "MERCHANT");
    private static final List<Duration> PASSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(31),
            Duration.ofSeconds(31),
            Duration.ofMinutes(3),
            Duration.ofMinutes(3),
            Duration.ofMinutes(31));
    private static final int MOST_TIMES = 3;

    /** More than the steps of an exchange, as the gateway may fail on the way. */
    private static final int MOST_TURNS = 10;

    /** What a person does about a refund that the gateway cannot pay; an exchange waits for its refund. */
    private static final Set<String> TASKS_OF_A_REFUND = Set.of("Refund by hand", "Top up merchant account");

    /** Faults at calls that name no payment have their own moment; the bill is not this order's. */
    private static final List<Combination> FAULTS = Combination.possible().stream()
            .filter(one ->
                    one.channel().equals("WECHAT_PAY") && !one.operation().equals("bill"))
            .toList();

    private record Armed(Combination fault, int times) {}

    private final OrderLife life;
    private final Map<String, String> channels = new ConcurrentHashMap<>();
    private final List<String> refunds = new CopyOnWriteArrayList<>();
    private final List<String> exchanges = new CopyOnWriteArrayList<>();
    private final List<Armed> armed = new CopyOnWriteArrayList<>();

    RandomLife(OrderLife life) {
        this.life = life;
    }

    void live(List<Step> steps) throws InterruptedException {
        life.place();
        for (Step step : steps) {
            take(step);
        }
        for (String exchange : exchanges) {
            comeToAnEnd(exchange);
        }
    }

    private void take(Step step) throws InterruptedException {
        switch (step.kind()) {
            case OPEN -> open(Step.choose(WAYS, step.a()));
            case PAY -> pay(step, false);
            case FORCE -> pay(step, true);
            case CANCEL -> answered(life.cancel());
            case REFUND_AMOUNT -> refund(Map.of("amountFen", Step.choose(AMOUNTS, step.a())));
            case REFUND_UNITS ->
                refund(Map.of("items", List.of(Map.of("lineNo", 1 + step.a() % 2, "quantity", 1 + step.b() % 2))));
            case REFUND_REST -> refund(Map.of());
            case REPEAT -> life.repeat();
            case NOTIFY -> notifyAgain(step);
            case NOTIFY_REFUND -> notifyRefundAgain(step);
            case FORGE -> forge(step);
            case FAULT -> arm(step);
            case SHIP -> answered(life.ship());
            case EXCHANGE -> exchange(step);
            case GO_ON -> {
                if (!exchanges.isEmpty()) {
                    goOn(Step.choose(exchanges, step.a()), step.b());
                }
            }
            case TOGETHER -> together(step);
            case PASS -> life.pass(Step.choose(PASSES, step.a()));
            case CRASH -> life.stage().crash();
        }
    }

    private void open(List<String> way) {
        plant(way.get(0), life.orderNo(), "prepay");
        Answer opened = life.tryOpen(way.get(0), way.get(1));
        answered(opened);
        if (opened.status() == 201) {
            channels.put(opened.text("paymentNo"), way.get(0));
            plant(way.get(0), opened.text("paymentNo"), "query", "close", "refund", "notify");
        }
    }

    private void pay(Step step, boolean force) {
        if (life.payments().isEmpty()) {
            return;
        }
        String paymentNo = Step.choose(life.payments(), step.a());
        // Money that a closed payment brought and nobody told of is found by the next day's bill, not by asking.
        Answer paid = life.pay(paymentNo, force || step.b() != 0, force);
        if (paid.status() == 200) {
            String channel = channels.getOrDefault(paymentNo, "");
            plant(channel, life.transactionOf(paymentNo), "refund");
        }
    }

    private void refund(Map<String, Object> what) {
        Answer asked = life.tryRefund(what);
        answered(asked);
        if (asked.status() == 201) {
            refunds.add(asked.text("refundNo"));
            String channel = channels.getOrDefault(asked.text("paymentNo"), "WECHAT_PAY");
            plant(channel, asked.text("refundNo"), "queryRefund", "notify");
        }
    }

    private void notifyAgain(Step step) {
        if (!life.payments().isEmpty()) {
            String paymentNo = Step.choose(life.payments(), step.a());
            // Of an unpaid one it would be a lie that no gateway tells.
            if (!life.transactionOf(paymentNo).isEmpty()
                    && !life.transactionOf(paymentNo).equals("null")) {
                life.tell(Map.of("paymentNo", paymentNo), 1 + step.b() % 4);
            }
        }
    }

    private void notifyRefundAgain(Step step) {
        if (!refunds.isEmpty()) {
            String refundNo = Step.choose(refunds, step.a());
            if (life.refundStatus(refundNo).equals("SUCCEEDED")) {
                life.tell(Map.of("refundNo", refundNo), 1 + step.b() % 4);
            }
        }
    }

    private void forge(Step step) {
        if (!life.payments().isEmpty()) {
            life.tell(
                    Map.of(
                            "paymentNo",
                            Step.choose(life.payments(), step.a()),
                            "tamper",
                            Step.choose(TAMPERS, step.b())),
                    1);
        }
    }

    private void arm(Step step) {
        armed.add(new Armed(Step.choose(FAULTS, step.a()), 1 + step.b() % MOST_TIMES));
        if (!life.payments().isEmpty()) {
            String last = life.payments().get(life.payments().size() - 1);
            plant(channels.getOrDefault(last, "WECHAT_PAY"), last, "query", "close", "refund", "notify");
        }
    }

    private void exchange(Step step) {
        Answer asked = life.tryExchange(
                1 + step.a() % 2, 1 + step.b() % 2, Step.choose(life.stage().replacements(), step.a()));
        answered(asked);
        if (asked.status() == 201) {
            exchanges.add(asked.text("afterSalesNo"));
        }
    }

    /** Shopper, staff and warehouse mostly do what leads on; 0 refuses or withdraws wherever that is possible. */
    private void goOn(String exchange, int how) {
        boolean refuses = how % 5 == 0;
        switch (life.afterSaleStatus(exchange)) {
            case "REQUESTED" -> answered(life.decide(exchange, !refuses));
            case "AWAITING_TOP_UP" -> {
                if (refuses) {
                    answered(life.withdraw(exchange));
                } else {
                    topUp(exchange, how);
                }
            }
            case "AWAITING_RETURN" -> answered(refuses ? life.withdraw(exchange) : life.sendBack(exchange));
            case "RETURNING", "INSPECTING" -> answered(life.accept(exchange));
            case "REPLACING" -> answered(life.replace(exchange));
            default -> {}
        }
    }

    private void topUp(String exchange, int how) {
        List<String> way = Step.choose(WAYS, how);
        Answer opened = life.tryOpenTopUp(exchange, way.get(0), way.get(1));
        answered(opened);
        if (opened.status() == 201) {
            String paymentNo = opened.text("paymentNo");
            channels.put(paymentNo, way.get(0));
            plant(way.get(0), paymentNo, "query", "close", "refund", "notify");
            life.pay(paymentNo, how % 3 != 0, false);
        }
    }

    /** People do what is theirs to do; no clock of days ends it within a test. */
    private void comeToAnEnd(String exchange) throws InterruptedException {
        for (int i = 0; i < MOST_TURNS; i++) {
            if (List.of("REJECTED", "COMPLETED", "CANCELLED").contains(life.afterSaleStatus(exchange))) {
                return;
            }
            goOn(exchange, 0);
            life.tasks().stream()
                    .filter(task -> TASKS_OF_A_REFUND.contains(task.name()))
                    .forEach(life.stage()::complete);
            life.pass(PASSES.get(1));
        }
        throw new AssertionError("Exchange " + exchange + " of order " + life.orderNo() + " never came to an end: "
                + life.afterSaleStatus(exchange));
    }

    /** Orders the misfortunes that wait for a number of this kind. */
    private void plant(String channel, String reference, String... operations) {
        List<Armed> now = armed.stream()
                .filter(one -> List.of(operations).contains(one.fault().operation()))
                .toList();
        armed.removeAll(now);
        for (Armed one : now) {
            Combination fault = new Combination(
                    channel,
                    one.fault().operation(),
                    one.fault().answer(),
                    one.fault().effect());
            if (fault.objection().isEmpty()) {
                life.fault(fault, reference, one.times());
            }
        }
    }

    private void together(Step step) {
        List<Kind> kinds = List.of(
                Kind.CANCEL,
                Kind.PAY,
                Kind.REFUND_REST,
                Kind.NOTIFY,
                Kind.REFUND_AMOUNT,
                Kind.SHIP,
                Kind.FORCE,
                Kind.GO_ON);
        List<Step> rivals = List.of(
                new Step(Step.choose(kinds, step.a()), step.b(), step.b()),
                new Step(Step.choose(kinds, step.b()), step.a(), step.a()));
        List<CompletableFuture<Void>> both = rivals.stream()
                .map(rival -> CompletableFuture.runAsync(() -> {
                    try {
                        take(rival);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .toList();
        both.forEach(CompletableFuture::join);
    }

    private static void answered(Answer answer) {
        if (answer.status() >= 500) {
            throw new AssertionError("No answer for a client: " + answer);
        }
    }
}
