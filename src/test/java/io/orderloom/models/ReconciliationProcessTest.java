package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.taskService;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.Test;

class ReconciliationProcessTest extends ModelTest {

    @Override
    void prepare() {
        deploy("reconciliation.bpmn");
        answering("fetchBillDelegate", "billFetched", true);
        answering("compareBooksDelegate", "differences", false);
        beans("repairDifferencesDelegate");
        Mocks.register(
                "openDifferences",
                new OpenDifferences(List.of("P1 AMOUNT HOLD_ORDER", "P2 UNKNOWN_TO_US ASK_GATEWAY")));
    }

    @Test
    void aDayWithoutDifferencesClosesByItself() {
        ProcessInstance day = begin();

        assertThat(day).hasPassed("Task_CompareBooks", "EndEvent_DayClosed").isEnded();
        assertThat(done).containsExactly("fetchBillDelegate", "compareBooksDelegate");
    }

    @Test
    void aBillThatIsNotThereYetIsFetchedLaterAtGrowingDistance() {
        bean("fetchBillDelegate", execution -> {
            count(execution, "tries");
            execution.setVariable("billFetched", (int) execution.getVariable("tries") > 1);
        });
        ProcessInstance day = begin();

        assertThat(day).isWaitingAt("CatchEvent_WaitForBill");
        advance(Duration.ofMinutes(10));
        assertThat(day).isWaitingAt("CatchEvent_WaitForBill");
        advance(Duration.ofMinutes(30));

        assertThat(day).hasPassed("EndEvent_DayClosed").isEnded();
    }

    @Test
    void eachDifferenceIsATaskAndTheirRepairFollowsWhenAllAreChecked() {
        answering("compareBooksDelegate", "differences", true);
        ProcessInstance day = begin();

        List<Task> tasks =
                taskService().createTaskQuery().taskCandidateGroup("ops").list();
        assertThat(tasks).hasSize(2).allSatisfy(task -> assertThat(
                        task.getDueDate().toInstant())
                .isEqualTo(now().plus(Duration.ofDays(1))));
        taskService().complete(tasks.get(0).getId());
        assertThat(day).isWaitingAt("UserTask_CheckDifference");
        taskService().complete(tasks.get(1).getId());
        advance(Duration.ZERO);

        assertThat(day)
                .hasPassedInOrder("Task_RepairDifferences", "EndEvent_DayClosed")
                .isEnded();
    }

    private ProcessInstance begin() {
        return start("ReconciliationProcess", Map.of("channel", "WECHAT_PAY", "billDate", "2026-02-28"));
    }

    /** Stands in for what the comparison found. */
    public record OpenDifferences(List<String> found) {
        public List<String> of(String channel, String billDate) {
            assertThat(channel + " " + billDate).isEqualTo("WECHAT_PAY 2026-02-28");
            return found;
        }
    }
}
