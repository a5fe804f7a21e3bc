package io.orderloom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.shared.OrderNo;
import io.orderloom.testing.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/** What competes for one process on MariaDB: one side wins, the other is told, the state is never wrong. */
class EngineRaceConditionTest {

    private static EngineRoom room;
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(4);

    @BeforeAll
    static void start() {
        room = EngineRoom.on(Servers.mariaDb());
        room.deploy(Bpmn.createExecutableProcess("First")
                .startEvent()
                .eventBasedGateway()
                .id("EventGateway_AwaitPayment")
                .intermediateCatchEvent("CatchEvent_Paid")
                .message("Msg_Paid")
                .serviceTask("Task_Paid")
                .camundaDelegateExpression("${scriptedDelegate}")
                .userTask("Task_AfterPaid")
                .endEvent()
                .moveToNode("EventGateway_AwaitPayment")
                .intermediateCatchEvent("CatchEvent_WindowElapsed")
                .timerWithDuration("PT0.001S")
                .serviceTask("Task_Elapsed")
                .camundaDelegateExpression("${scriptedDelegate}")
                .userTask("Task_AfterElapsed")
                .endEvent()
                .done());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        THREADS.shutdownNow();
        assertThat(THREADS.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        room.close();
    }

    @AfterEach
    void calmDown() {
        room.script.step = execution -> {};
    }

    @RepeatedTest(20)
    void aMessageAgainstATimer() throws Exception {
        OrderNo orderNo = room.newOrder();
        room.transactions.run(() -> room.starter.start("First", orderNo, Map.of("orderNo", orderNo.value())));
        Job timer = room.management
                .createJobQuery()
                .processInstanceId(room.runtime
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(orderNo.value())
                        .singleResult()
                        .getId())
                .singleResult();
        room.advance(Duration.ofSeconds(1));

        atOnce(
                () -> {
                    record(orderNo);
                    return true;
                },
                () -> {
                    try {
                        room.management.executeJob(timer.getId());
                    } catch (RuntimeException e) {
                        assertThat(Contention.isBehind(e) || e instanceof NullPointerException || gone(e))
                                .as("the timer loses a race, and nothing else: %s", e)
                                .isTrue();
                    }
                    return true;
                });

        assertThat(room.facts(orderNo)).as("the fact is recorded whoever wins").isEqualTo(1);
        assertThat(room.standsAt(orderNo)).hasSize(1).first().isIn("Task_AfterPaid", "Task_AfterElapsed");
        assertThat(room.keptRows(orderNo))
                .as("kept exactly when the timer won")
                .isEqualTo(room.standsAt(orderNo).equals(List.of("Task_AfterElapsed")) ? 1 : 0);
    }

    @RepeatedTest(20)
    void twinMessages() throws Exception {
        OrderNo orderNo = room.newOrder();
        room.transactions.run(() -> room.starter.start("First", orderNo, Map.of("orderNo", orderNo.value())));
        int before = room.script.calls.get();

        atOnce(
                () -> {
                    record(orderNo);
                    return true;
                },
                () -> {
                    record(orderNo);
                    return true;
                });

        assertThat(room.facts(orderNo)).isEqualTo(2);
        assertThat(room.standsAt(orderNo)).containsExactly("Task_AfterPaid");
        assertThat(room.script.calls.get() - before).isEqualTo(1);
        assertThat(room.keptRows(orderNo))
                .as("the second one waits for the next wait")
                .isEqualTo(1);
    }

    private static boolean gone(RuntimeException failure) {
        String words = String.valueOf(failure.getMessage());
        return words.contains("No job found") || words.contains("null");
    }

    private static void record(OrderNo orderNo) {
        room.facts.record(() -> {
            room.writeFact(orderNo);
            room.signals.tell(new ProcessSignal(orderNo, "Msg_Paid", null));
            return true;
        });
    }

    private static void atOnce(Callable<?>... sides) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(sides.length);
        List<Future<?>> running = new ArrayList<>();
        for (Callable<?> side : sides) {
            running.add(THREADS.submit(() -> {
                barrier.await(10, TimeUnit.SECONDS);
                return side.call();
            }));
        }
        for (Future<?> side : running) {
            side.get(30, TimeUnit.SECONDS);
        }
    }
}
