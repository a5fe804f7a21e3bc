package io.orderloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.shared.OrderNo;
import io.orderloom.testing.Servers;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes that one fact concerns go their steps together, or not at all. */
class JointStepsTest {

    private static EngineRoom mariaDb;
    private static EngineRoom h2;

    @BeforeAll
    static void start() {
        mariaDb = EngineRoom.on(Servers.mariaDb());
        h2 = EngineRoom.onH2();
        rooms().forEach(room -> room.deploy(Bpmn.createExecutableProcess("First")
                .startEvent()
                .intermediateCatchEvent("CatchEvent_Told")
                .message("Msg_Told")
                .serviceTask("Task_Work")
                .camundaDelegateExpression("${scriptedDelegate}")
                .intermediateCatchEvent("CatchEvent_More")
                .message("Msg_More")
                .endEvent()
                .done()));
    }

    private static Stream<EngineRoom> rooms() {
        return Stream.of(mariaDb, h2);
    }

    @AfterAll
    static void stop() {
        rooms().forEach(EngineRoom::close);
    }

    @AfterEach
    void calmDown() {
        rooms().forEach(room -> {
            room.script.step = execution -> {};
            room.script.deferred = () -> {};
        });
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void allThatAreToldGoTheirStep(EngineRoom room) {
        Told told = new Told(room);

        room.facts.record(told::both);

        assertThat(room.facts(told.orderNo)).isOne();
        assertThat(room.standsAt(told.orderNo)).containsExactly("CatchEvent_More", "CatchEvent_More");
        assertThat(room.keptRows(told.orderNo)).isZero();
    }

    @Test
    void twoAreReadAndWrittenByAsManyStatementsAsOne() {
        Told alone = new Told(mariaDb);
        Told told = new Told(mariaDb);

        List<Long> ofOne = counted(() -> mariaDb.signals.tell(alone.signal(alone.first)));
        List<Long> ofBoth = counted(told::bothProcesses);

        assertThat(ofBoth).as("selects, inserts, deletes").isEqualTo(ofOne);
    }

    private static List<Long> counted(Runnable unit) {
        return mariaDb.transactions.run(() -> {
            List<String> counters = List.of("COM_SELECT", "COM_INSERT", "COM_DELETE_MULTI");
            List<Long> before = counters.stream().map(mariaDb::counted).toList();
            unit.run();
            List<Long> after = counters.stream().map(mariaDb::counted).toList();
            return IntStream.range(0, counters.size())
                    .mapToObj(i -> after.get(i) - before.get(i))
                    .toList();
        });
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void aModelThatFailsOnOneKeepsTheFactForAll(EngineRoom room) {
        Told told = new Told(room);
        room.script.step = execution -> {
            if (execution.getProcessInstanceId().equals(told.second)) {
                throw new IllegalStateException("a bad model");
            }
        };

        room.facts.record(told::both);

        assertKept(room, told);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void whatCannotBeWrittenAtTheEndKeepsTheFactForAll(EngineRoom room) {
        Told told = new Told(room);
        room.script.step = execution -> execution.setVariable("tooLong", "x".repeat(5_000));

        room.facts.record(told::both);

        assertKept(room, told);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void stepsWhoseDeferredWritesFailKeepTheFactForAll(EngineRoom room) {
        Told told = new Told(room);
        room.script.deferred = () -> {
            throw new IllegalStateException("the shelf holds less than that");
        };

        room.facts.record(told::both);

        assertKept(room, told);
    }

    private static void assertKept(EngineRoom room, Told told) {
        assertThat(room.facts(told.orderNo)).isOne();
        assertThat(room.standsAt(told.orderNo)).containsExactly("CatchEvent_Told", "CatchEvent_Told");
        assertThat(room.keptSignals.of(told.orderNo)).hasSize(2).anySatisfy(kept -> assertThat(kept.error())
                .isNotNull());
        room.script.step = execution -> {};
        room.script.deferred = () -> {};
        assertThat(room.keptSignals.retryNow(told.orderNo)).isEqualTo(2);
        assertThat(room.standsAt(told.orderNo)).containsExactly("CatchEvent_More", "CatchEvent_More");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void anErrorOfTheUnitItselfIsThrownAsItIsAndNobodyGoesOn(EngineRoom room) {
        Told told = new Told(room);

        assertThatThrownBy(() -> room.facts.record(
                        () -> room.context.getBean(JointSteps.class).run(List.of(told.first), () -> {
                            room.signals.tell(told.signal(told.first));
                            throw new IllegalArgumentException("not the model's");
                        })))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(room.standsAt(told.orderNo)).containsExactly("CatchEvent_Told", "CatchEvent_Told");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void whatBeginsInAStepCanBeToldInIt(EngineRoom room) {
        OrderNo orderNo = room.newOrder();

        room.transactions.run(() -> room.context.getBean(JointSteps.class).run(List.of(), () -> {
            String instance = room.starter.start("First", orderNo, Map.of()).processInstanceId();
            room.signals.tell(new ProcessSignal(orderNo, "Msg_Told", instance));
        }));

        assertThat(room.standsAt(orderNo)).containsExactly("CatchEvent_More");
        assertThat(room.keptRows(orderNo)).isZero();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void aProcessCanBeToldTwiceInAStepAndTakesEachFactOnce(EngineRoom room) {
        Told told = new Told(room);

        room.transactions.run(() -> room.context.getBean(JointSteps.class).run(List.of(told.first), () -> {
            room.signals.tell(told.signal(told.first));
            room.signals.tell(new ProcessSignal(told.orderNo, "Msg_More", told.first));
            room.signals.tellWhoWaits(told.signal(told.first));
        }));

        assertThat(room.standsAt(told.orderNo)).as("the second one").containsExactly("CatchEvent_Told");
        assertThat(room.keptRows(told.orderNo)).isZero();
    }

    /** An order with two processes, which one fact concerns. */
    private static final class Told {

        private final EngineRoom room;
        private final OrderNo orderNo;
        private final String first;
        private final String second;

        Told(EngineRoom room) {
            this.room = room;
            orderNo = room.newOrder();
            first = started();
            second = started();
        }

        private String started() {
            return room.transactions
                    .run(() -> room.starter.start("First", orderNo, Map.of()))
                    .processInstanceId();
        }

        ProcessSignal signal(String instance) {
            return new ProcessSignal(orderNo, "Msg_Told", instance);
        }

        void bothProcesses() {
            room.context.getBean(JointSteps.class).run(List.of(first, second), () -> {
                room.signals.tell(signal(first));
                room.signals.tell(signal(second));
            });
        }

        boolean both() {
            room.writeFact(orderNo);
            bothProcesses();
            return true;
        }
    }
}
