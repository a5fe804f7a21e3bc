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
        beans("agreeToRepairDelegate");
        answering("applyRepairDelegate", "repaired", true);
        Mocks.register(
                "openDifferences",
                new OpenDifferences(List.of("CHARGE AMOUNT HOLD_ORDER P1", "CHARGE UNKNOWN_TO_US ASK_GATEWAY P2")));
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
    void eachDifferenceIsATaskAndIsRepairedAsSoonAsItIsAgreedTo() {
        answering("compareBooksDelegate", "differences", true);
        ProcessInstance day = begin();

        List<Task> tasks =
                taskService().createTaskQuery().taskCandidateGroup("ops").list();
        assertThat(tasks).hasSize(2).allSatisfy(task -> assertThat(
                        task.getDueDate().toInstant())
                .isEqualTo(now().plus(Duration.ofDays(1))));
        assertThat(tasks)
                .extracting(Task::getDescription)
                .anyMatch(text -> text.endsWith("CHARGE AMOUNT HOLD_ORDER P1"))
                .anyMatch(text -> text.endsWith("CHARGE UNKNOWN_TO_US ASK_GATEWAY P2"));
        taskService().complete(tasks.get(0).getId());
        assertThat(done).endsWith("agreeToRepairDelegate");
        advance(Duration.ZERO);
        assertThat(done).endsWith("agreeToRepairDelegate", "applyRepairDelegate");
        assertThat(day).isWaitingAt("UserTask_RepairDifference");
        taskService().complete(tasks.get(1).getId());
        advance(Duration.ZERO);

        assertThat(day)
                .hasPassedInOrder("Task_ApplyRepair", "EndEvent_DifferenceRepaired", "EndEvent_DayClosed")
                .isEnded();
    }

    @Test
    void whileTheGatewayDoesNotAnswerARepairIsTriedAgainAtGrowingDistance() {
        answering("compareBooksDelegate", "differences", true);
        Mocks.register("openDifferences", new OpenDifferences(List.of("CHARGE MISSING_AT_GATEWAY ASK_GATEWAY P1")));
        bean("applyRepairDelegate", execution -> {
            count(execution, "askings");
            execution.setVariableLocal("repaired", (int) execution.getVariable("askings") > 1);
        });
        ProcessInstance day = begin();
        taskService().complete(taskService().createTaskQuery().singleResult().getId());
        advance(Duration.ZERO);

        assertThat(day).isWaitingAt("CatchEvent_AskAgainLater");
        advance(Duration.ofSeconds(30));
        assertThat(day).isWaitingAt("CatchEvent_AskAgainLater");
        advance(Duration.ofSeconds(30));

        assertThat(day).hasPassed("EndEvent_DifferenceRepaired").isEnded();
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
