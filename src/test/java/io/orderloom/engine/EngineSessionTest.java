package io.orderloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderloom.shared.OrderNo;
import io.orderloom.testing.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.AcquiredJobs;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** An instance that is read whole and written in few statements is the same instance; jobs locked together are the same jobs. */
class EngineSessionTest {

    private static final List<String> TABLES =
            List.of("ACT_RU_EXECUTION", "ACT_RU_VARIABLE", "ACT_RU_EVENT_SUBSCR", "ACT_RU_JOB");

    private static EngineRoom mariaDb;
    private static EngineRoom h2;

    @BeforeAll
    static void start() {
        mariaDb = EngineRoom.on(Servers.mariaDb(), "camunda.bpm.job-execution.enabled=true");
        h2 = EngineRoom.onH2("camunda.bpm.job-execution.enabled=true");
        rooms().forEach(EngineSessionTest::deploy);
    }

    private static Stream<EngineRoom> rooms() {
        return Stream.of(mariaDb, h2);
    }

    private static void deploy(EngineRoom room) {
        room.deploy(Bpmn.createExecutableProcess("First")
                .startEvent()
                .parallelGateway("Gateway_Both")
                .serviceTask("Task_Ask")
                .camundaAsyncBefore()
                .camundaDelegateExpression("${scriptedDelegate}")
                .boundaryEvent("BoundaryEvent_TooLong")
                .timerWithDuration("PT1H")
                .endEvent()
                .moveToActivity("Task_Ask")
                .parallelGateway("Gateway_Joined")
                .endEvent()
                .moveToNode("Gateway_Both")
                .subProcess("SubProcess_Await")
                .embeddedSubProcess()
                .startEvent()
                .eventBasedGateway()
                .intermediateCatchEvent("CatchEvent_Paid")
                .message("Msg_Paid")
                .serviceTask("Task_Paid")
                .camundaDelegateExpression("${scriptedDelegate}")
                .endEvent()
                .moveToLastGateway()
                .intermediateCatchEvent("CatchEvent_Cancelled")
                .message("Msg_Cancelled")
                .endEvent()
                .subProcessDone()
                .connectTo("Gateway_Joined")
                .done());
        room.deploy(Bpmn.createExecutableProcess("Growing")
                .startEvent()
                .intermediateCatchEvent("CatchEvent_Begun")
                .message("Msg_Begun")
                .serviceTask("Task_Begin")
                .camundaDelegateExpression("${scriptedDelegate}")
                .subProcess("SubProcess_Choose")
                .embeddedSubProcess()
                .startEvent()
                .eventBasedGateway()
                .intermediateCatchEvent("CatchEvent_Left")
                .message("Msg_Left")
                .endEvent()
                .moveToLastGateway()
                .intermediateCatchEvent("CatchEvent_Right")
                .message("Msg_Right")
                .endEvent()
                .subProcessDone()
                .endEvent()
                .done());
        room.deploy(Bpmn.createExecutableProcess("Stopped")
                .startEvent()
                .intermediateCatchEvent("CatchEvent_Begun")
                .message("Msg_Begun")
                .subProcess("SubProcess_Ask")
                .embeddedSubProcess()
                .startEvent()
                .serviceTask("Task_Ask")
                .camundaAsyncBefore()
                .camundaDelegateExpression("${scriptedDelegate}")
                .endEvent()
                .subProcessDone()
                .boundaryEvent("BoundaryEvent_Stopped")
                .message("Msg_Stopped")
                .endEvent()
                .done());
        room.deploy(Bpmn.createExecutableProcess("Timed")
                .startEvent()
                .intermediateCatchEvent("CatchEvent_Elapsed")
                .timerWithDuration("PT1H")
                .serviceTask("Task_Elapsed")
                .camundaDelegateExpression("${scriptedDelegate}")
                .endEvent()
                .done());
        room.deploy(Bpmn.createExecutableProcess("Chained")
                .startEvent()
                .intermediateCatchEvent("CatchEvent_Begun")
                .message("Msg_Begun")
                .serviceTask("Task_One")
                .camundaAsyncBefore()
                .camundaDelegateExpression("${scriptedDelegate}")
                .serviceTask("Task_Two")
                .camundaAsyncBefore()
                .camundaDelegateExpression("${scriptedDelegate}")
                .endEvent()
                .done());
    }

    @AfterAll
    static void stop() {
        rooms().forEach(EngineRoom::close);
    }

    @AfterEach
    void calmDown() {
        rooms().forEach(room -> room.script.step = execution -> {});
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void aStepFindsEveryKindOfVariableAndItsEndLeavesNoRow(EngineRoom room) {
        Map<String, Object> variables = new HashMap<>(Map.of(
                "text",
                "订单 😀 " + "x".repeat(3000),
                "whole",
                7,
                "long",
                9_000_000_000L,
                "fraction",
                0.125,
                "yes",
                true,
                "moment",
                Date.from(Instant.parse("2026-11-11T11:11:11.123Z")),
                "bytes",
                new byte[] {1, 2, 3}));
        variables.put("nothing", null);
        CompletableFuture<Map<String, Object>> found = new CompletableFuture<>();
        room.script.step = execution -> found.complete(execution.getVariables());

        String instance = start(room, variables);
        Map<String, Object> seen = found.orTimeout(10, TimeUnit.SECONDS).join();
        await().until(() -> rows(room, instance, "ACT_RU_JOB") == 0);

        assertThat(seen).usingRecursiveComparison().isEqualTo(variables);
        pass(room, "Msg_Paid", instance);
        assertThat(TABLES)
                .allSatisfy(table ->
                        assertThat(rows(room, instance, table)).as(table).isZero());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void aRowThatSomebodyElseChangedLetsNothingOfTheCommandHappen(EngineRoom room) {
        String instance = start(room, Map.of("orderNo", "1"));
        await().until(() -> rows(room, instance, "ACT_RU_JOB") == 0);
        List<Integer> before = rowsOf(room, instance);
        meanwhile(room, () -> room.jdbc
                .sql("update ACT_RU_EVENT_SUBSCR set REV_ = REV_ + 1"
                        + " where PROC_INST_ID_ = ? and EVENT_NAME_ = 'Msg_Cancelled'")
                .param(instance)
                .update());

        assertThatThrownBy(() -> room.context.getBean(DirectMessages.class).pass("Msg_Paid", instance))
                .matches(failure -> Contention.isBehind((RuntimeException) failure));
        assertThat(rowsOf(room, instance)).isEqualTo(before);

        calmDown();
        pass(room, "Msg_Paid", instance);
        assertThat(rows(room, instance, "ACT_RU_EXECUTION")).isZero();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void anInstanceOfManyRowsGoesWithAllOfThem(EngineRoom room) {
        String instance = start(room, hundredVariables());
        await().until(() -> rows(room, instance, "ACT_RU_JOB") == 0);
        assertThat(rows(room, instance, "ACT_RU_VARIABLE")).isGreaterThanOrEqualTo(100);

        pass(room, "Msg_Paid", instance);

        assertThat(TABLES)
                .allSatisfy(table ->
                        assertThat(rows(room, instance, table)).as(table).isZero());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void anInstanceOfManyRowsStaysWithAllOfThemWhenItsLastRowWasChanged(EngineRoom room) {
        String instance = start(room, hundredVariables());
        await().until(() -> rows(room, instance, "ACT_RU_JOB") == 0);
        List<Integer> before = rowsOf(room, instance);
        meanwhile(room, () -> room.jdbc
                .sql("update ACT_RU_EXECUTION set REV_ = REV_ + 1 where ID_ = ?")
                .param(instance)
                .update());

        assertThatThrownBy(() -> room.context.getBean(DirectMessages.class).pass("Msg_Paid", instance))
                .matches(failure -> Contention.isBehind((RuntimeException) failure));

        assertThat(rowsOf(room, instance)).isEqualTo(before);
    }

    @Test
    void anInstanceThatEndsIsDeletedFromAllTablesByOneStatement() {
        String instance = start(mariaDb, Map.of("reason", "none"));
        await().until(() -> rows(mariaDb, instance, "ACT_RU_JOB") == 0);

        mariaDb.transactions.run(() -> {
            long before = mariaDb.counted("COM_DELETE") + mariaDb.counted("COM_DELETE_MULTI");
            pass(mariaDb, "Msg_Paid", instance);
            assertThat(mariaDb.counted("COM_DELETE") + mariaDb.counted("COM_DELETE_MULTI") - before)
                    .isEqualTo(1);
        });

        assertThat(TABLES)
                .allSatisfy(table ->
                        assertThat(rows(mariaDb, instance, table)).as(table).isZero());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void anInstanceThatGrowsKeepsWhatItWasAndWaitsAsItShould(EngineRoom room) {
        String instance = start(room, "Growing", Map.of("orderNo", "1"));
        int revision = revision(room, instance);

        pass(room, "Msg_Begun", instance);

        assertThat(revision(room, instance)).isEqualTo(revision + 1);
        assertThat(room.runtime
                        .createExecutionQuery()
                        .processInstanceId(instance)
                        .messageEventSubscriptionName("Msg_Right")
                        .count())
                .isOne();
        assertThat(room.runtime
                        .createProcessInstanceQuery()
                        .processInstanceId(instance)
                        .variableValueEquals("orderNo", "1")
                        .count())
                .isOne();
        pass(room, "Msg_Right", instance);
        assertThat(rows(room, instance, "ACT_RU_EXECUTION")).isZero();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void aStepThatTheSameTransactionHasStoppedIsNotTaken(EngineRoom room) {
        AtomicInteger taken = new AtomicInteger();
        room.script.step = execution -> taken.incrementAndGet();
        String instance = start(room, "Stopped", Map.of());

        room.transactions.run(() -> {
            pass(room, "Msg_Begun", instance);
            pass(room, "Msg_Stopped", instance);
        });

        ThreadPoolExecutor threads = room.context
                .getBean("camundaTaskExecutor", ThreadPoolTaskExecutor.class)
                .getThreadPoolExecutor();
        await().until(() -> threads.getActiveCount() == 0 && threads.getQueue().isEmpty());
        assertThat(taken).hasValue(0);
        assertThat(rowsOf(room, instance)).containsOnly(0);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void aStepThatIsHandedOverIsTakenOnce(EngineRoom room) {
        AtomicInteger taken = new AtomicInteger();
        room.script.step = execution -> taken.incrementAndGet();
        String instance = start(room, "Stopped", Map.of());

        room.transactions.run(() -> pass(room, "Msg_Begun", instance));

        await().until(() -> rows(room, instance, "ACT_RU_EXECUTION") == 0);
        assertThat(taken).hasValue(1);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void aStepGoesOnFromWhatTheStepBeforeItCommittedWithoutReadingItAgain(EngineRoom room) {
        List<Object> seen = new CopyOnWriteArrayList<>();
        String instance = start(room, "Chained", Map.of("note", "as committed"));
        room.script.step = execution -> {
            if (execution.getCurrentActivityId().equals("Task_One")) {
                CompletableFuture.runAsync(() -> changedPastTheRevision(room, List.of(instance)))
                        .join();
            } else {
                seen.add(execution.getVariable("note"));
            }
        };

        room.transactions.run(() -> pass(room, "Msg_Begun", instance));

        await().until(() -> rows(room, instance, "ACT_RU_EXECUTION") == 0);
        assertThat(seen).containsExactly("as committed");
    }

    @Test
    void executionsThatAreNewAndThatChangeAreWrittenByOneStatement() {
        String instance = start(mariaDb, "Growing", Map.of("orderNo", "1"));

        mariaDb.transactions.run(() -> {
            long inserts = mariaDb.counted("COM_INSERT");
            long updates = mariaDb.counted("COM_UPDATE");
            pass(mariaDb, "Msg_Begun", instance);
            assertThat(mariaDb.counted("COM_INSERT") - inserts)
                    .as("executions, subscriptions")
                    .isEqualTo(2);
            assertThat(mariaDb.counted("COM_UPDATE") - updates)
                    .as("kept facts that become due, and no execution")
                    .isOne();
        });
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void anInstanceThatGrowsWhileSomebodyElseChangesItLetsNothingOfTheCommandHappen(EngineRoom room) {
        String instance = start(room, "Growing", Map.of("orderNo", "1"));
        List<Integer> before = rowsOf(room, instance);
        meanwhile(room, () -> room.jdbc
                .sql("update ACT_RU_EXECUTION set REV_ = REV_ + 1 where ID_ = ?")
                .param(instance)
                .update());

        assertThatThrownBy(() -> pass(room, "Msg_Begun", instance))
                .matches(failure -> Contention.isBehind((RuntimeException) failure));

        assertThat(rowsOf(room, instance)).isEqualTo(before);
        calmDown();
        pass(room, "Msg_Begun", instance);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void anInstanceThatSomebodyElseEndsWhileItGrowsStaysEnded(EngineRoom room) {
        String instance = start(room, "Growing", Map.of("orderNo", "1"));
        meanwhile(room, () -> {
            for (String rows : List.of(
                    "ACT_RU_VARIABLE where PROC_INST_ID_ = ?",
                    "ACT_RU_EVENT_SUBSCR where PROC_INST_ID_ = ?",
                    "ACT_RU_EXECUTION where PROC_INST_ID_ = ? and PARENT_ID_ is not null",
                    "ACT_RU_EXECUTION where PROC_INST_ID_ = ?")) {
                room.jdbc.sql("delete from " + rows).param(instance).update();
            }
        });

        assertThatThrownBy(() -> pass(room, "Msg_Begun", instance))
                .matches(failure -> Contention.isBehind((RuntimeException) failure));

        assertThat(rowsOf(room, instance)).containsOnly(0);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void aLookLocksWhatItFoundAndLeavesToOthersWhatTheyLockedMeanwhile(EngineRoom room) {
        room.engineClock.pause(Duration.ofSeconds(10));
        try {
            insertDueJobs(room);
            JobExecutor executor = configuration(room).getJobExecutor();

            AcquiredJobs acquired = configuration(room)
                    .getCommandExecutorTxRequired()
                    .execute(context -> {
                        AcquiredJobs found = executor.getAcquireJobsCmd(10).execute(context);
                        CompletableFuture.runAsync(() -> somebodyElseIsFaster(room))
                                .join();
                        return found;
                    });

            assertThat(acquired.getJobIdBatches()).containsExactlyInAnyOrder(List.of("one"), List.of("four"));
            assertThat(acquired.getNumberOfJobsFailedToLock()).isEqualTo(2);
            assertThat(owner(room, "one")).isEqualTo(executor.getLockOwner());
            assertThat(owner(room, "two")).isEqualTo("another-node");
            assertThat(owner(room, "four")).isEqualTo(executor.getLockOwner());
        } finally {
            takeJobsAway(room);
        }
    }

    @Test
    void aLookLocksAllThatItFoundByOneStatementAndKnowsWhoseTheyAre() {
        mariaDb.engineClock.pause(Duration.ofSeconds(10));
        try {
            insertDueJobs(mariaDb);
            JobExecutor executor = configuration(mariaDb).getJobExecutor();

            mariaDb.transactions.run(() -> {
                long before = mariaDb.counted("COM_UPDATE");
                AcquiredJobs acquired =
                        configuration(mariaDb).getCommandExecutorTxRequired().execute(executor.getAcquireJobsCmd(10));
                assertThat(mariaDb.counted("COM_UPDATE") - before).isEqualTo(1);
                assertThat(acquired.getJobIdBatches()).hasSize(4).allSatisfy(jobs -> assertThat(
                                executor.getExecuteJobsRunnable(jobs, (ProcessEngineImpl) mariaDb.engine)
                                        .getClass()
                                        .getSimpleName())
                        .isEqualTo("ExecuteByInstance"));
            });
        } finally {
            takeJobsAway(mariaDb);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void instancesWhoseTimersOneLookHasTakenAreReadByWhoeverBegins(EngineRoom room) {
        List<Object> seen = new CopyOnWriteArrayList<>();
        room.script.step = execution -> seen.add(execution.getVariable("note"));
        List<Runnable> due = dueTimers(room, 3);

        due.get(0).run();
        changedPastTheRevision(room, timed(room));
        due.get(1).run();
        due.get(2).run();

        assertThat(seen).containsExactly("as committed", "as committed", "as committed");
        assertThat(timed(room)).isEmpty();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("rooms")
    void anInstanceThatEndsAfterItsNeighbourHasReadItStaysEnded(EngineRoom room) {
        List<Runnable> due = dueTimers(room, 3);
        due.get(0).run();
        List<String> left = timed(room);
        assertThat(left).hasSize(2);
        room.transactions.run(
                () -> left.forEach(instance -> room.runtime.deleteProcessInstance(instance, "somebody was faster")));

        due.get(1).run();
        due.get(2).run();

        assertThat(left)
                .allSatisfy(instance -> assertThat(rowsOf(room, instance)).containsOnly(0));
    }

    /** Nobody may write like that; whoever reads the row afterwards sees it. */
    private static void changedPastTheRevision(EngineRoom room, List<String> instances) {
        room.transactions.run(() -> instances.forEach(instance -> room.jdbc
                .sql("update ACT_RU_VARIABLE set TEXT_ = 'as read later' where PROC_INST_ID_ = ?")
                .param(instance)
                .update()));
    }

    /** Starts instances whose timers are due and are taken by a look, before anybody else can; what to run for each. */
    private static List<Runnable> dueTimers(EngineRoom room, int count) {
        List<String> instances = IntStream.range(0, count)
                .mapToObj(i -> start(room, "Timed", Map.of("note", "as committed")))
                .toList();
        JobExecutor executor = configuration(room).getJobExecutor();
        AcquiredJobs taken = room.transactions.run(() -> {
            instances.forEach(instance -> room.jdbc
                    .sql("update ACT_RU_JOB set DUEDATE_ = '2001-01-01' where PROCESS_INSTANCE_ID_ = ?")
                    .param(instance)
                    .update());
            return configuration(room).getCommandExecutorTxRequired().execute(executor.getAcquireJobsCmd(10));
        });
        return taken.getJobIdBatches().stream()
                .map(jobs -> executor.getExecuteJobsRunnable(jobs, (ProcessEngineImpl) room.engine))
                .toList();
    }

    private static List<String> timed(EngineRoom room) {
        return room.runtime.createProcessInstanceQuery().processDefinitionKey("Timed").list().stream()
                .map(instance -> instance.getId())
                .toList();
    }

    /** The engine writes 50 rows at a time. */
    private static Map<String, Object> hundredVariables() {
        return IntStream.rangeClosed(1, 100)
                .boxed()
                .collect(Collectors.toMap(number -> "number" + number, number -> number));
    }

    private static void insertDueJobs(EngineRoom room) {
        room.transactions.run(() -> room.jdbc
                .sql("insert into ACT_RU_JOB (ID_, REV_, TYPE_, DUEDATE_, RETRIES_, SUSPENSION_STATE_, EXCLUSIVE_,"
                        + " HANDLER_TYPE_, PROCESS_INSTANCE_ID_) values"
                        + " ('one', 1, 'timer', '2001-01-01', 3, 1, TRUE, 'nobody', 'of-one'),"
                        + " ('two', 1, 'timer', '2001-01-02', 3, 1, TRUE, 'nobody', 'of-two'),"
                        + " ('gone', 1, 'timer', '2001-01-03', 3, 1, TRUE, 'nobody', 'of-gone'),"
                        + " ('four', 1, 'timer', '2001-01-04', 3, 1, TRUE, 'nobody', 'of-four')")
                .update());
    }

    private static void takeJobsAway(EngineRoom room) {
        room.transactions.run(() -> room.jdbc
                .sql("delete from ACT_RU_JOB where HANDLER_TYPE_ = 'nobody'")
                .update());
        room.engineClock.resume();
    }

    private static void somebodyElseIsFaster(EngineRoom room) {
        room.transactions.run(() -> {
            room.jdbc
                    .sql("update ACT_RU_JOB set REV_ = 2, LOCK_OWNER_ = 'another-node', LOCK_EXP_TIME_ = '2998-01-01'"
                            + " where ID_ = 'two'")
                    .update();
            return room.jdbc.sql("delete from ACT_RU_JOB where ID_ = 'gone'").update();
        });
    }

    private static String owner(EngineRoom room, String jobId) {
        return room.jdbc
                .sql("select LOCK_OWNER_ from ACT_RU_JOB where ID_ = ?")
                .param(jobId)
                .query(String.class)
                .single();
    }

    private static ProcessEngineConfigurationImpl configuration(EngineRoom room) {
        return (ProcessEngineConfigurationImpl) room.engine.getProcessEngineConfiguration();
    }

    private static String start(EngineRoom room, Map<String, Object> variables) {
        return start(room, "First", variables);
    }

    private static String start(EngineRoom room, String model, Map<String, Object> variables) {
        OrderNo orderNo = room.newOrder();
        return room.transactions.run(() -> room.runtime
                .startProcessInstanceByKey(model, orderNo.value(), variables)
                .getId());
    }

    private static void pass(EngineRoom room, String message, String instance) {
        assertThat(room.context.getBean(DirectMessages.class).pass(message, instance))
                .isTrue();
    }

    /** Lets somebody else do this, and commit it, while the next step is under way. */
    private static void meanwhile(EngineRoom room, Runnable somebodyElse) {
        room.script.step = execution -> CompletableFuture.runAsync(() -> room.transactions.run(somebodyElse))
                .join();
    }

    private static int revision(EngineRoom room, String executionId) {
        return room.jdbc
                .sql("select REV_ from ACT_RU_EXECUTION where ID_ = ?")
                .param(executionId)
                .query(Integer.class)
                .single();
    }

    private static List<Integer> rowsOf(EngineRoom room, String instance) {
        return TABLES.stream().map(table -> rows(room, instance, table)).toList();
    }

    private static int rows(EngineRoom room, String instance, String table) {
        String column = table.equals("ACT_RU_JOB") ? "PROCESS_INSTANCE_ID_" : "PROC_INST_ID_";
        return room.jdbc
                .sql("select count(*) from " + table + " where " + column + " = ?")
                .param(instance)
                .query(Integer.class)
                .single();
    }
}
