package io.orderloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.Problem;
import io.orderloom.testing.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Facts are told to processes, kept when nobody waits, and outlive a model that fails on them. */
class FactTest {

    private static final String PAID = "Msg_Paid";

    private static EngineRoom room;

    @BeforeAll
    static void start() {
        room = EngineRoom.on(Servers.mariaDb());
        room.deploy(Bpmn.createExecutableProcess("First")
                .startEvent()
                .intermediateCatchEvent("CatchEvent_Paid")
                .message(PAID)
                .serviceTask("Task_Book")
                .name("Book payment")
                .camundaDelegateExpression("${scriptedDelegate}")
                .endEvent()
                .done());
        room.deploy(Bpmn.createExecutableProcess("Later")
                .startEvent()
                .userTask("Task_Before")
                .intermediateCatchEvent("CatchEvent_Paid")
                .message(PAID)
                .endEvent()
                .done());
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    @AfterEach
    void calmDown() {
        room.script.step = execution -> {};
        room.script.deferred = () -> {};
    }

    @Test
    void factAndStepAreOneCommit() {
        OrderNo orderNo = started("First");
        assertThatThrownBy(() -> room.transactions.run(() -> {
                    room.writeFact(orderNo);
                    room.signals.tell(new ProcessSignal(orderNo, PAID, null));
                    throw new IllegalStateException("after the step");
                }))
                .hasMessage("after the step");

        assertThat(room.facts(orderNo)).isZero();
        assertThat(room.standsAt(orderNo)).containsExactly("CatchEvent_Paid");
    }

    @Test
    void aFactThatCameTooEarlyIsToldWhenTheProcessComesToItsWait() {
        OrderNo orderNo = started("Later");
        record(orderNo);
        assertThat(room.keptSignals.of(orderNo)).singleElement().satisfies(kept -> {
            assertThat(kept.tries()).isZero();
            assertThat(kept.error()).isNull();
        });
        room.advance(Duration.ofHours(1));
        relay();
        assertThat(room.keptSignals.of(orderNo)).singleElement().satisfies(kept -> assertThat(kept.nextTryAt())
                .as("little is asked for while nothing can have changed")
                .isAfterOrEqualTo(kept.since().plus(Duration.ofHours(2))));

        finishTask(orderNo);
        assertThat(room.standsAt(orderNo)).containsExactly("CatchEvent_Paid");
        relay();

        assertThat(room.standsAt(orderNo)).isEmpty();
        assertThat(room.keptRows(orderNo)).isZero();
    }

    @Test
    void aFactKeptWhileTheProcessWasStillCommittingItsWaitIsToldSoon() {
        OrderNo orderNo = started("Later");
        // The process comes to its wait in a transaction that is open while the fact is kept by another one.
        room.transactions.run(() -> {
            finishTask(orderNo);
            inAnotherThread(() -> record(orderNo));
        });
        assertThat(room.keptRows(orderNo)).isEqualTo(1);

        room.advance(Duration.ofSeconds(3));
        relay();

        assertThat(room.standsAt(orderNo)).isEmpty();
    }

    @Test
    void aFactSurvivesAModelThatFailsOnItAndAnIncidentNamesTheElement() {
        room.script.step = execution -> {
            throw new IllegalStateException("13800000000 cannot be called");
        };
        OrderNo orderNo = started("First");

        record(orderNo);

        assertThat(room.facts(orderNo)).isEqualTo(1);
        assertThat(room.standsAt(orderNo)).containsExactly("CatchEvent_Paid");
        assertThat(incidents(orderNo)).isEmpty();

        for (int again = 0; again < 3; again++) {
            room.advance(Duration.ofMinutes(5));
            relay();
        }

        assertThat(room.keptSignals.of(orderNo)).singleElement().satisfies(kept -> {
            assertThat(kept.elementId()).isEqualTo("Task_Book");
            assertThat(kept.elementName()).isEqualTo("Book payment");
            assertThat(kept.error()).isEqualTo("IllegalStateException");
            assertThat(kept.tries()).isEqualTo(4);
            assertThat(kept.incidentId()).isNotNull();
        });
        assertThat(incidents(orderNo)).singleElement().satisfies(incident -> {
            assertThat(incident.getActivityId()).isEqualTo("CatchEvent_Paid");
            assertThat(incident.getIncidentMessage())
                    .isEqualTo("Order " + orderNo + " stopped at 'Book payment' (Task_Book): IllegalStateException");
        });

        room.script.step = execution -> {};
        assertThat(room.keptSignals.retryNow(orderNo)).isEqualTo(1);
        assertThat(room.standsAt(orderNo)).isEmpty();
        assertThat(incidents(orderNo)).isEmpty();
        assertThat(room.keptRows(orderNo)).isZero();
    }

    @Test
    void aFactSurvivesStepsWhoseDeferredWritesFail() {
        room.script.deferred = () -> {
            throw new IllegalStateException("the shelf holds less than that");
        };
        OrderNo orderNo = started("First");

        record(orderNo);

        assertThat(room.facts(orderNo)).isEqualTo(1);
        assertThat(room.standsAt(orderNo)).containsExactly("CatchEvent_Paid");
        assertThat(room.keptRows(orderNo)).isEqualTo(1);

        room.script.deferred = () -> {};
        assertThat(room.keptSignals.retryNow(orderNo)).isEqualTo(1);
        assertThat(room.standsAt(orderNo)).isEmpty();
    }

    @Test
    void aFactWhoseTellingCannotBeCommittedIsPutOffAndTheOthersAreTold() {
        room.script.step = execution -> {
            throw new IllegalStateException("not yet");
        };
        OrderNo broken = started("First");
        OrderNo sound = started("First");
        record(broken);
        record(sound);
        room.script.step = execution -> {
            if (execution.getProcessBusinessKey().equals(broken.value())) {
                TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void beforeCommit(boolean readOnly) {
                        throw new IllegalStateException("cannot be committed");
                    }
                });
            }
        };

        room.advance(Duration.ofMinutes(5));
        relay();

        assertThat(room.standsAt(sound)).isEmpty();
        assertThat(room.standsAt(broken)).containsExactly("CatchEvent_Paid");
        assertThat(room.keptSignals.of(broken)).singleElement().satisfies(kept -> {
            assertThat(kept.tries()).isEqualTo(2);
            assertThat(kept.error()).isEqualTo("IllegalStateException");
        });
    }

    @Test
    void aMendedModelHelpsTheOrdersThatWaitOnTheBrokenOne() {
        room.deploy(waitsThen("Mended", "${missingBlock}"));
        OrderNo orderNo = started("Mended");
        record(orderNo);
        assertThat(room.keptSignals.of(orderNo)).singleElement().satisfies(kept -> assertThat(kept.error())
                .contains("missingBlock"));

        assertThat(room.keptSignals.retryNow(orderNo)).as("no better model yet").isZero();
        room.deploy(waitsThen("Mended", "${scriptedDelegate}"));
        assertThat(room.keptSignals.retryNow(orderNo)).isEqualTo(1);

        assertThat(room.standsAt(orderNo)).isEmpty();
        assertThat(room.facts(orderNo)).isEqualTo(1);
    }

    @Test
    void contentionIsNoFailure() {
        OrderNo orderNo = started("First");
        room.script.step = execution -> {
            throw new org.springframework.dao.CannotAcquireLockException("busy");
        };
        assertThatThrownBy(() -> record(orderNo)).isInstanceOf(RuntimeException.class);
        assertThat(room.facts(orderNo)).isZero();
        assertThat(room.keptRows(orderNo)).isZero();

        room.script.step = execution -> {};
        record(orderNo);
        assertThat(room.standsAt(orderNo)).isEmpty();
    }

    @Test
    void aBusyUnitIsRepeatedAsAWhole() {
        OrderNo orderNo = started("First");
        int before = room.script.calls.get();
        room.script.step = execution -> {
            if (room.script.calls.get() - before < 3) {
                throw new org.springframework.dao.CannotAcquireLockException("lost");
            }
        };
        record(orderNo);

        assertThat(room.script.calls.get() - before).isEqualTo(3);
        assertThat(room.facts(orderNo)).isEqualTo(1);
        assertThat(room.standsAt(orderNo)).isEmpty();
    }

    @Test
    void aFactForOneInstanceIsNotTakenByAnother() {
        OrderNo orderNo = room.newOrder();
        String one = room.starter.start("First", orderNo, Map.of()).processInstanceId();
        String other = room.starter.start("First", orderNo, Map.of()).processInstanceId();

        room.transactions.run(() -> room.signals.tell(new ProcessSignal(orderNo, PAID, other)));

        assertThat(room.runtime
                        .createProcessInstanceQuery()
                        .processInstanceId(one)
                        .count())
                .isEqualTo(1);
        assertThat(room.runtime
                        .createProcessInstanceQuery()
                        .processInstanceId(other)
                        .count())
                .isZero();
    }

    @Test
    void whatIsKeptForAnInstanceThatHasEndedIsForgotten() {
        OrderNo orderNo = room.newOrder();
        String instance = room.starter.start("First", orderNo, Map.of()).processInstanceId();
        room.transactions.run(() -> room.signals.tell(new ProcessSignal(orderNo, PAID, instance)));
        room.transactions.run(() -> room.signals.tell(new ProcessSignal(orderNo, PAID, instance)));
        assertThat(room.keptRows(orderNo)).isEqualTo(1);

        room.advance(Duration.ofSeconds(3));
        relay();

        assertThat(room.keptRows(orderNo)).isZero();
    }

    @Test
    void whatIsKeptForAnOrderIsForgottenOnceNoProcessOfItIsLeft() {
        OrderNo orderNo = started("Later");
        record(orderNo);
        record(orderNo);
        room.advance(Duration.ofMinutes(10));
        relay();
        assertThat(room.keptRows(orderNo)).isEqualTo(2);

        finishTask(orderNo);
        relay();
        assertThat(room.standsAt(orderNo)).isEmpty();
        room.advance(Duration.ofMinutes(30));
        relay();

        assertThat(room.keptRows(orderNo)).isZero();
    }

    @Test
    void theRefusalOfADelegateReachesWhoeverStartedTheProcess() {
        room.deploy(Bpmn.createExecutableProcess("Refusing")
                .startEvent()
                .serviceTask("Task_Reserve")
                .camundaDelegateExpression("${scriptedDelegate}")
                .boundaryEvent("BoundaryEvent_OutOfStock")
                .error("Err_OutOfStock")
                .endEvent("EndEvent_Refused")
                .moveToActivity("Task_Reserve")
                .endEvent()
                .done());
        room.script.step = execution -> {
            throw new OutOfStock();
        };
        OrderNo orderNo = room.newOrder();

        assertThatThrownBy(() -> room.transactions.run(() -> room.starter.start("Refusing", orderNo, Map.of())))
                .isInstanceOf(OutOfStock.class);
        assertThat(room.standsAt(orderNo)).isEmpty();
    }

    private static BpmnModelInstance waitsThen(String key, String delegate) {
        return Bpmn.createExecutableProcess(key)
                .startEvent()
                .intermediateCatchEvent("CatchEvent_Paid")
                .message(PAID)
                .serviceTask("Task_Book")
                .camundaDelegateExpression(delegate)
                .endEvent()
                .done();
    }

    private static OrderNo started(String process) {
        OrderNo orderNo = room.newOrder();
        room.transactions.run(() -> room.starter.start(process, orderNo, Map.of("orderNo", orderNo.value())));
        return orderNo;
    }

    private static void record(OrderNo orderNo) {
        room.facts.record(() -> {
            room.writeFact(orderNo);
            room.signals.tell(new ProcessSignal(orderNo, PAID, null));
            return true;
        });
    }

    private static void finishTask(OrderNo orderNo) {
        var tasks = room.engine.getTaskService();
        tasks.complete(tasks.createTaskQuery()
                .processInstanceBusinessKey(orderNo.value())
                .singleResult()
                .getId());
    }

    private static void relay() {
        while (room.relay.runDue() > 0) {
            // the next batch
        }
    }

    private static List<Incident> incidents(OrderNo orderNo) {
        return room.runtime.createIncidentQuery().list().stream()
                .filter(incident ->
                        String.valueOf(incident.getIncidentMessage()).contains(orderNo.value()))
                .toList();
    }

    private static void inAnotherThread(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class OutOfStock extends Problem {
        private static final long serialVersionUID = 1L;

        OutOfStock() {
            super(Kind.CONFLICT, "OUT_OF_STOCK", "Sold out.");
        }
    }
}
