package io.orderloom.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.faults.MoneyStage.Story;
import io.orderloom.faults.MoneyStage.Task;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every fault answer in every operation of every channel, with and without the effect: an order lives through
 * each of them alone, and in the end orders, ledger and the gateways' books agree to the fen and nothing waits
 * for a person. All orders live side by side, and the clock is moved once for all.
 */
class FaultMatrixTest {

    private static final Duration AN_ASKING = Duration.ofMinutes(1);

    /** Longer than the first pause before a bill is fetched again; shorter than a task that ends by itself. */
    private static final Duration A_BILL = Duration.ofMinutes(11);

    /** Past the longest distance between two askings, also when a breaker has swallowed some of them. */
    private static final int OFTEN = 14;

    /** Bills of so many days ago and before are fetched: days that are over, and mostly without any trade. */
    private static final int NEWEST_BILL = 20;

    /** Rounds in random order with several faults at once; 0 is one round with each fault alone. */
    private static final int ROUNDS = Integer.getInteger("orderloom.drill.rounds", 0);

    private static final long SEED =
            Long.getLong("orderloom.drill.seed", ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
    private static final List<String> BESIDES = List.of("query", "close", "notify");
    private static final int MOST_BESIDES = 3;
    private static final Logger LOG = LoggerFactory.getLogger(FaultMatrixTest.class);

    private final RunningService service = RunningService.shared();
    private final ShopDriver clock = new ShopDriver(service);

    @AfterEach
    void heal() {
        service.sandbox().delete("/sandbox/v1/faults");
    }

    @Test
    void everyFaultThatNoGatewayWouldAnswerIsRefusedWithItsReasonAndNoOther() {
        TreeSet<String> refused = new TreeSet<>();
        TreeSet<String> senseless = new TreeSet<>();
        for (Combination one : Combination.all()) {
            Answer planted = service.sandbox()
                    .post(
                            "/sandbox/v1/faults",
                            Map.of(
                                    "channel", one.channel(),
                                    "operation", one.operation(),
                                    "answer", one.answer(),
                                    "effect", one.effect(),
                                    "reference", "nobody"));
            if (planted.status() == 422) {
                assertThat(planted.text("detail")).isNotBlank();
                refused.add(one.toString());
            } else {
                assertThat(planted.status()).as(one.toString()).isEqualTo(201);
            }
            one.objection().ifPresent(reason -> senseless.add(one.toString()));
        }
        assertThat(refused).isEqualTo(senseless);
    }

    @Test
    void anOrderLivesThroughEachFaultOfEachCallAndAllBooksAgree() throws InterruptedException {
        if (ROUNDS == 0) {
            live(Combination.possible(), one -> List.of(), "each fault alone");
        }
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            List<Combination> all = new ArrayList<>(Combination.possible());
            Collections.shuffle(all, random);
            LOG.info("Round {} of {} through the faults, seed {}", round + 1, ROUNDS, SEED + round);
            live(all, one -> others(one, random), "seed " + (SEED + round));
        }
    }

    /** Up to three more misfortunes for an order that has its own. */
    private static List<Combination> others(Combination own, Random random) {
        List<Combination> candidates = Combination.possible().stream()
                .filter(other -> other.channel().equals(own.channel()))
                .filter(other -> BESIDES.contains(other.operation()))
                .filter(other -> !other.operation().equals(own.operation()))
                .toList();
        return random.ints(random.nextInt(MOST_BESIDES + 1), 0, candidates.size())
                .mapToObj(candidates::get)
                .toList();
    }

    private void live(List<Combination> all, Function<Combination, List<Combination>> besides, String hint)
            throws InterruptedException {
        MoneyStage stage = new MoneyStage(
                service,
                by -> clock.advance(by.toString()),
                "matrix-" + UUID.randomUUID().toString().substring(0, 8));
        Map<String, Story> stories = new LinkedHashMap<>();
        LocalDate today = Instant.parse(
                        stage.staff("admin").get("/demo/v1/clock").text("now"))
                .atZone(ZoneId.of("Asia/Shanghai"))
                .toLocalDate();
        LocalDate nextBill = today.minusDays(NEWEST_BILL);
        for (int i = 0; i < all.size(); i++) {
            Combination one = all.get(i);
            List<Combination> others = besides.apply(one);
            LocalDate billDate = today;
            if (one.operation().equals("bill")) {
                billDate = quietDay(stage, one.channel(), nextBill);
                nextBill = billDate.minusDays(1);
            }
            Story story = story(one, i, billDate);
            stories.put(one + (others.isEmpty() ? "" : " besides " + others), life -> {
                life.alsoBefallen(others);
                story.live(life);
            });
        }

        Map<String, Throwable> wrong = stage.live(stories);
        List<String> disagreements = stage.settle();

        List<String> complaints = new ArrayList<>(disagreements);
        wrong.forEach((name, trouble) -> complaints.add(name + ": " + trouble));
        assertThat(complaints).as(hint).isEmpty();
    }

    /** A life that leads to the call and through its misfortune. */
    private static Story story(Combination one, int number, LocalDate billDate) {
        return switch (one.operation()) {
            case "prepay" -> life -> openedThrough(life, one, number);
            case "query" -> life -> askedThrough(life, one);
            case "close" -> life -> closedThrough(life, one);
            case "refund" -> life -> refundedThrough(life, one, number);
            case "queryRefund" -> life -> refundAskedThrough(life, one);
            case "notify" -> life -> toldThrough(life, one);
            case "bill" -> life -> billFetchedThrough(life, one, billDate);
            default -> throw new IllegalArgumentException(one.toString());
        };
    }

    private static void openedThrough(OrderLife life, Combination one, int number) throws InterruptedException {
        life.place().fault(one, life.orderNo());
        String paymentNo = life.open(one.channel(), sceneThatCalls(one.channel(), number));
        happened(life, one, life.orderNo());
        life.pay(paymentNo, true);
        paid(life);
        refunded(life, life.refund(700));
    }

    private static void askedThrough(OrderLife life, Combination one) throws InterruptedException {
        String paymentNo = life.place().open(one.channel(), "NATIVE");
        boolean ofUnpaid = one.answer().equals("PROCESSING") || one.answer().equals("ABNORMAL");
        if (!ofUnpaid) {
            life.pay(paymentNo, false);
        }
        life.fault(one, paymentNo);
        life.sync(paymentNo);
        happened(life, one, paymentNo);
        if (ofUnpaid) {
            life.pay(paymentNo, true);
        }
        paid(life);
        refunded(life, life.refund(700));
    }

    private static void closedThrough(OrderLife life, Combination one) throws InterruptedException {
        // Alipay hears of a code only when it is scanned, and nothing has to be closed before.
        String scene = one.channel().equals("ALIPAY") ? "MINI_PROGRAM" : "NATIVE";
        String paymentNo = life.place().open(one.channel(), scene);
        life.fault(one, paymentNo);
        life.cancel();
        life.until("cancelled", () -> life.status().equals("CANCELLED"), AN_ASKING, OFTEN);
        happened(life, one, paymentNo);
    }

    private static void refundedThrough(OrderLife life, Combination one, int number) throws InterruptedException {
        String paymentNo = life.place().open(one.channel(), "NATIVE");
        life.pay(paymentNo, true);
        paid(life);
        String reference = reference(life, one.channel(), paymentNo);
        life.fault(one, reference);
        String refundNo = number % 2 == 0
                ? life.refund(700)
                : life.tryRefund(Map.of("items", List.of(Map.of("lineNo", 1, "quantity", 1))))
                        .text("refundNo");
        switch (one.answer()) {
            case "PROCESSING" -> {
                life.until("under way", () -> life.refundStatus(refundNo).equals("PROCESSING"), AN_ASKING, OFTEN);
                life.stage().settleAtGateway(refundNo);
            }
            case "ABNORMAL" -> doneByHand(life, "Refund by hand");
            case "NOT_ENOUGH" -> doneByHand(life, "Top up merchant account");
            default -> {}
        }
        refunded(life, refundNo);
        happened(life, one, reference);
    }

    private static void refundAskedThrough(OrderLife life, Combination one) throws InterruptedException {
        String refundNo = undecidedRefund(life, one.channel());
        life.fault(one, refundNo);
        if (one.answer().equals("TIMEOUT")) {
            // Staff asks, so that those who are kept waiting wait side by side.
            OrderLife.insist(() -> life.stage()
                    .staff("ops")
                    .post(
                            "/ops/v1/stuck-orders/" + life.orderNo() + "/actions",
                            Map.of("action", "SYNC_PAYMENT", "note", "what became of it?", "dryRun", false)));
        }
        life.until("asked", () -> life.befell(one, refundNo), AN_ASKING, OFTEN);
        if (one.answer().equals("ABNORMAL")) {
            doneByHand(life, "Refund by hand");
        } else {
            life.stage().settleAtGateway(refundNo);
        }
        refunded(life, refundNo);
    }

    private static void toldThrough(OrderLife life, Combination one) throws InterruptedException {
        String paymentNo = life.place().open(one.channel(), "NATIVE");
        life.fault(one, paymentNo);
        life.pay(paymentNo, true);
        paid(life);
        String refundNo = undecidedRefund(life, one.channel(), paymentNo);
        life.fault(one, refundNo);
        life.stage()
                .service()
                .sandbox()
                .post("/sandbox/v1/refunds/" + refundNo + "/settle", Map.of("state", "SUCCESS", "notify", true));
        refunded(life, refundNo);
        happened(life, one, paymentNo);
        happened(life, one, refundNo);
    }

    private static void billFetchedThrough(OrderLife life, Combination one, LocalDate date)
            throws InterruptedException {
        String day = "/ops/v1/reconciliations/" + one.channel() + "/" + date;
        String reference = namedInBillCall(one.channel(), date);
        life.fault(one, reference);
        OrderLife.insist(() -> life.stage().staff("ops").post(day, ""));
        life.until(
                "compared",
                () -> life.stage().staff("ops").get(day).text("status").equals("DONE"),
                A_BILL,
                OFTEN);
        happened(life, one, reference);
        assertThat(life.stage().staff("ops").get(day).body().path("differences"))
                .isEmpty();
    }

    /** A refund that its gateway has taken on and neither pays out nor refuses. */
    private static String undecidedRefund(OrderLife life, String channel) throws InterruptedException {
        String paymentNo = life.place().open(channel, "NATIVE");
        life.pay(paymentNo, true);
        paid(life);
        return undecidedRefund(life, channel, paymentNo);
    }

    private static String undecidedRefund(OrderLife life, String channel, String paymentNo)
            throws InterruptedException {
        life.fault(new Combination(channel, "refund", "PROCESSING", true), reference(life, channel, paymentNo));
        String refundNo = life.refund(700);
        life.until("under way", () -> life.refundStatus(refundNo).equals("PROCESSING"), AN_ASKING, OFTEN);
        return refundNo;
    }

    private static void doneByHand(OrderLife life, String name) throws InterruptedException {
        // Others may want much time to pass, after which some tasks are tried again by themselves.
        life.soon(() -> life.task().isPresent());
        life.until(name, () -> life.task().map(Task::name).equals(Optional.of(name)), AN_ASKING, OFTEN);
        life.stage().complete(life.task().orElseThrow());
    }

    private static void paid(OrderLife life) throws InterruptedException {
        life.until("paid", () -> life.status().equals("PAID"), AN_ASKING, OFTEN);
    }

    private static void refunded(OrderLife life, String refundNo) throws InterruptedException {
        life.until("refunded", () -> life.refundStatus(refundNo).equals("SUCCEEDED"), AN_ASKING, OFTEN);
    }

    private static void happened(OrderLife life, Combination one, String reference) {
        if (!life.befell(one, reference)) {
            throw new AssertionError(one + " never happened");
        }
    }

    /** A scene in which the gateway is called before the payer is. */
    private static String sceneThatCalls(String channel, int number) {
        List<String> scenes =
                switch (channel) {
                    case "WECHAT_PAY" -> List.of("NATIVE", "MINI_PROGRAM", "H5", "APP");
                    case "ALIPAY" -> List.of("NATIVE", "MINI_PROGRAM");
                    default -> List.of("NATIVE", "APP");
                };
        return scenes.get(number / 2 % scenes.size());
    }

    /** The newest day until this one in whose bill no other test has planted anything. */
    private static LocalDate quietDay(MoneyStage stage, String channel, LocalDate newest) {
        LocalDate day = newest;
        while (!stage.staff("ops")
                .get("/ops/v1/reconciliations/" + channel + "/" + day)
                .body()
                .path("differences")
                .isEmpty()) {
            day = day.minusDays(1);
        }
        return day;
    }

    /** By what a request for a bill names the day. */
    private static String namedInBillCall(String channel, LocalDate date) {
        return switch (channel) {
            case "WECHAT_PAY" -> "bill_date=" + date;
            case "ALIPAY" -> date.toString();
            default -> "settleDate=" + DateTimeFormatter.ofPattern("MMdd").format(date);
        };
    }

    /** By what a request for a refund names the payment. */
    private static String reference(OrderLife life, String channel, String paymentNo) {
        return channel.equals("UNIONPAY") ? life.transactionOf(paymentNo) : paymentNo;
    }
}
