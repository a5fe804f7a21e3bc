package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.complete;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.task;

import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;

class ComplaintProcessTest extends ModelTest {

    @Override
    void prepare() {
        deploy("complaint.bpmn");
        beans("recordComplaintDecisionDelegate", "escalateComplaintDelegate");
    }

    @Test
    void customerServiceDecidesInTasklist() {
        ProcessInstance process = begin();
        assertThat(process).isWaitingAt("UserTask_DecideOnComplaint");
        assertThat(task(process)).hasCandidateGroup("service").isNotAssigned();
        assertThat(task(process).getDueDate().toInstant()).isEqualTo(now().plus(Duration.ofDays(1)));

        complete(task(process));

        assertThat(process)
                .hasPassedInOrder(
                        "UserTask_DecideOnComplaint", "Task_RecordComplaintDecision", "EndEvent_ComplaintSettled")
                .isEnded();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void aDecisionOverTheApiTakesTheTaskAway() {
        ProcessInstance process = begin();

        tell(process, "Msg_ComplaintDecided");

        assertThat(process)
                .hasPassed("BoundaryEvent_ComplaintDecided", "EndEvent_ComplaintSettled")
                .isEnded();
        assertThat(done).isEmpty();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void whatNobodyDecidesInTwoDaysIsEscalatedAndDecidedThere() {
        ProcessInstance process = begin();
        advance(Duration.ofDays(2).minusSeconds(1));
        assertThat(process).isWaitingAt("UserTask_DecideOnComplaint");
        advance(Duration.ofSeconds(1));
        assertThat(process).hasPassed("Task_EscalateComplaint").isWaitingAt("UserTask_DecideOnEscalatedComplaint");
        assertThat(task(process)).hasCandidateGroup("ops").hasCandidateGroup("service");
        assertThat(task(process).getDueDate().toInstant()).isEqualTo(now().plus(Duration.ofHours(8)));

        complete(task(process));

        assertThat(process).hasPassed("EndEvent_ComplaintSettled").isEnded();
        assertThat(done).containsExactly("escalateComplaintDelegate", "recordComplaintDecisionDelegate");
    }

    @Test
    void anEscalatedComplaintIsDecidedOverTheApiToo() {
        ProcessInstance process = begin();
        advance(Duration.ofDays(2));

        tell(process, "Msg_ComplaintDecided");

        assertThat(process)
                .hasPassed("BoundaryEvent_EscalatedComplaintDecided", "EndEvent_ComplaintSettled")
                .isEnded();
        assertThat(done).containsExactly("escalateComplaintDelegate");
    }

    private ProcessInstance begin() {
        return start("ComplaintProcess", Map.of("orderNo", ORDER_NO, "complaintNo", "K1"));
    }
}
