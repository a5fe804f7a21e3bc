package io.orderloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderloom.shared.OrderNo;
import io.orderloom.testing.Servers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.cfg.IdGenerator;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.CannotAcquireLockException;

/** Jobs, timers, batches, deployment, expressions and the clean-up of history on MariaDB. */
class EngineJobConditionTest {

    private static EngineRoom room;

    @BeforeAll
    static void start() {
        room = EngineRoom.on(
                Servers.mariaDb(),
                "camunda.bpm.history-level=full",
                "camunda.bpm.job-execution.enabled=true",
                "orderloom.engine.deploy-models=true");
        room.engineClock.pause(Duration.ofSeconds(30));
        room.deploy(Bpmn.createExecutableProcess("Calling")
                .camundaHistoryTimeToLiveString("P1D")
                .startEvent()
                .serviceTask("Task_Ask")
                .name("Ask gateway")
                .camundaAsyncBefore()
                .camundaDelegateExpression("${scriptedDelegate}")
                .endEvent()
                .done());
        room.deploy(Bpmn.createExecutableProcess("Timing")
                .startEvent()
                .intermediateCatchEvent("CatchEvent_Window")
                .timerWithDate("${payBefore}")
                .endEvent()
                .done());
        room.deploy(Bpmn.createExecutableProcess("Standing")
                .startEvent()
                .userTask("Task_Stand")
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
    }

    @Test
    void timersKeepTheirMillisecondAndDoNotFireBeforeIt() {
        OrderNo orderNo = room.newOrder();
        Instant payBefore = room.engineClock
                .now()
                .plusSeconds(3600)
                .plusMillis(123 - room.engineClock.now().toEpochMilli() % 1000);
        started("Timing", orderNo, Map.of("payBefore", Date.from(payBefore)));

        Job timer = job(orderNo);
        assertThat(timer.getDuedate().toInstant()).isEqualTo(payBefore);
        assertThat(room.engineClock.nextDue())
                .hasValueSatisfying(due -> assertThat(due).isBeforeOrEqualTo(payBefore));

        room.advance(Duration.between(room.engineClock.now(), payBefore).minusSeconds(30));
        room.engineClock.runDue();
        assertThat(room.standsAt(orderNo)).containsExactly("CatchEvent_Window");

        room.advance(Duration.ofSeconds(31));
        room.engineClock.runDue();
        assertThat(room.standsAt(orderNo)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aJobThatLostARaceIsTriedAgainAtOnceAndLosesNoTry(boolean deadlock) {
        OrderNo orderNo = room.newOrder();
        AtomicInteger tries = new AtomicInteger();
        room.script.step = execution -> {
            if (!orderNo.value().equals(execution.getProcessBusinessKey())) {
                return;
            }
            if (tries.incrementAndGet() > 4) {
                throw new IllegalStateException("now it really fails");
            }
            throw deadlock
                    ? new CannotAcquireLockException("lost", new SQLException("Deadlock found", "40001", 1213))
                    : new OptimisticLockingException("lost");
        };
        started("Calling", orderNo, Map.of());

        for (int round = 0; round < 7; round++) {
            room.engineClock.runDue();
        }

        assertThat(tries)
                .as("four lost races and a failure, without a move of the clock")
                .hasValue(5);
        assertThat(job(orderNo).getRetries()).as("only the failure counts").isEqualTo(4);
        assertThat(job(orderNo).getDuedate().toInstant())
                .isAfter(room.engineClock.now().plusSeconds(5));
    }

    @Test
    void aFailingJobIsTriedAtGrowingDistanceThenAnIncidentNamesTheOrder() {
        OrderNo orderNo = room.newOrder();
        room.script.step = execution -> {
            throw new IllegalStateException("the phone 13800000000 of zhang@example.com is wrong");
        };
        started("Calling", orderNo, Map.of());
        int before = room.script.calls.get();
        for (Duration distance : List.of(
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30))) {
            assertThat(room.engineClock.runDue()).as("due after %s", distance).isGreaterThanOrEqualTo(0);
            room.advance(distance.plusSeconds(1));
            room.engineClock.runDue();
        }

        assertThat(job(orderNo).getRetries()).isZero();
        assertThat(room.script.calls.get() - before).isEqualTo(5);
        Incident incident = incident(orderNo);
        assertThat(incident.getActivityId()).isEqualTo("Task_Ask");
        assertThat(incident.getIncidentMessage())
                .startsWith("Order " + orderNo + " stopped at 'Ask gateway' (Task_Ask): ")
                .doesNotContain("13800000000", "example.com");

        room.script.step = execution -> {};
        room.management.setJobRetries(job(orderNo).getId(), 1);
        room.engineClock.runDue();
        assertThat(room.script.calls.get() - before).isEqualTo(6);
        assertThat(room.standsAt(orderNo)).isEmpty();
    }

    @Test
    void theJobExecutorRunsWhatIsDueUntilItIsPaused() {
        OrderNo orderNo = room.newOrder();
        started("Calling", orderNo, Map.of());
        assertThat(room.standsAt(orderNo)).containsExactly("Task_Ask");

        room.engineClock.resume();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> room.standsAt(orderNo).isEmpty());
        room.engineClock.pause(Duration.ofSeconds(30));

        OrderNo next = room.newOrder();
        started("Calling", next, Map.of());
        assertThat(room.standsAt(next)).containsExactly("Task_Ask");
        room.engineClock.runDue();
        assertThat(room.standsAt(next)).isEmpty();
    }

    @Test
    void batchesRunToTheirEnd() {
        List<OrderNo> orders =
                IntStream.range(0, 25).mapToObj(number -> room.newOrder()).toList();
        orders.forEach(orderNo -> started("Standing", orderNo, Map.of()));

        room.runtime
                .updateProcessInstanceSuspensionState()
                .byProcessInstanceQuery(
                        room.runtime.createProcessInstanceQuery().processDefinitionKey("Standing"))
                .suspendAsync();
        for (int turn = 0; turn < 10 && room.management.createBatchQuery().count() > 0; turn++) {
            room.advance(Duration.ofMinutes(1));
            room.engineClock.runDue();
        }

        assertThat(room.management.createBatchQuery().count()).isZero();
        assertThat(room.runtime
                        .createProcessInstanceQuery()
                        .processDefinitionKey("Standing")
                        .suspended()
                        .count())
                .isEqualTo(25);
    }

    @Test
    void historyIsCleanedUpWhenItsTimeHasCome() {
        OrderNo orderNo = room.newOrder();
        started("Calling", orderNo, Map.of());
        room.engineClock.runDue();
        assertThat(finished(orderNo)).isEqualTo(1);

        room.advance(Duration.ofDays(2));
        room.history.cleanUpHistoryAsync(true);
        room.history.findHistoryCleanupJobs().forEach(job -> room.management.executeJob(job.getId()));

        assertThat(finished(orderNo)).isZero();
    }

    @Test
    void theModelsOfTheServiceAreDeployedOnceAsLongAsTheyStayTheSame() {
        List<String> before = definitions();
        assertThat(before).contains("OrderPlacementProcess:1");

        room.context.getBean(FlowDeployment.class).afterPropertiesSet();

        assertThat(definitions()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${dataSource}",
                "${jdbcClient.sql('select 1')}",
                "${processEngine.close()}",
                "${execution.processEngineServices}",
                "${execution.getProcessEngineServices().getRuntimeService()}",
                "${''.getClass().forName('java.lang.Runtime')}",
                "${''.class}",
                "${scriptedDelegate.class.classLoader}",
                "${engineStaffDirectory.all()}"
            })
    void modelsReachNothingButBuildingBlocks(String expression) {
        room.deploy(Bpmn.createExecutableProcess("Reaching")
                .startEvent()
                .serviceTask("Task_Reach")
                .camundaExpression(expression)
                .endEvent()
                .done());
        assertThatThrownBy(() -> started("Reaching", room.newOrder(), Map.of()))
                .isInstanceOf(org.camunda.bpm.engine.ProcessEngineException.class);
    }

    @Test
    void modelsReachBuildingBlocksAndTheirOwnVariables() {
        room.deploy(Bpmn.createExecutableProcess("Reaching")
                .startEvent()
                .serviceTask("Task_Reach")
                .camundaExpression("${canary.sing()}")
                .camundaResultVariable("song")
                .serviceTask("Task_Ask")
                .camundaExpression(
                        "${waitingTimes.of('PAYMENT_WINDOW').toMinutes() == 30 and execution.processBusinessKey == orderNo}")
                .camundaResultVariable("known")
                .userTask("Task_Stand")
                .endEvent()
                .done());
        OrderNo orderNo = room.newOrder();
        started("Reaching", orderNo, Map.of("orderNo", orderNo.value()));
        assertThat(room.runtime.getVariable(instance(orderNo), "known")).isEqualTo(true);
    }

    @Test
    void neitherScriptsNorClassesOfAModelRun() {
        room.deploy(Bpmn.createExecutableProcess("Scripting")
                .startEvent()
                .scriptTask("Task_Script")
                .scriptFormat("javascript")
                .scriptText("1 + 1")
                .endEvent()
                .done());
        assertThatThrownBy(() -> started("Scripting", room.newOrder(), Map.of()))
                .hasStackTraceContaining("Scripts (javascript) are switched off");

        room.deploy(Bpmn.createExecutableProcess("Naming")
                .startEvent()
                .serviceTask("Task_Name")
                .camundaClass(ScriptedDelegate.class.getName())
                .endEvent()
                .done());
        assertThatThrownBy(() -> started("Naming", room.newOrder(), Map.of()))
                .hasStackTraceContaining("use a delegate expression instead");
    }

    @Test
    void idsGrowAndNeverRepeat() {
        IdGenerator ids =
                ((ProcessEngineConfigurationImpl) room.engine.getProcessEngineConfiguration()).getIdGenerator();
        List<String> drawn =
                IntStream.range(0, 200).mapToObj(number -> ids.getNextId()).toList();
        assertThat(drawn).doesNotHaveDuplicates().isSorted();
    }

    private static void started(String process, OrderNo orderNo, Map<String, Object> variables) {
        room.transactions.run(() -> room.starter.start(process, orderNo, variables));
    }

    private static String instance(OrderNo orderNo) {
        return room.runtime
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(orderNo.value())
                .singleResult()
                .getId();
    }

    private static Job job(OrderNo orderNo) {
        return room.management
                .createJobQuery()
                .processInstanceId(instance(orderNo))
                .singleResult();
    }

    private static Incident incident(OrderNo orderNo) {
        return room.runtime
                .createIncidentQuery()
                .processInstanceId(instance(orderNo))
                .singleResult();
    }

    private static long finished(OrderNo orderNo) {
        return room.history
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(orderNo.value())
                .finished()
                .count();
    }

    private static List<String> definitions() {
        return room.repository.createProcessDefinitionQuery().list().stream()
                .filter(definition -> definition.getResourceName().endsWith(".bpmn"))
                .filter(definition -> definition.getKey().endsWith("Process"))
                .map(EngineJobConditionTest::named)
                .sorted()
                .toList();
    }

    private static String named(ProcessDefinition definition) {
        return definition.getKey() + ":" + definition.getVersion();
    }
}
