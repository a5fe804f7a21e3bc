package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.complete;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;

class WaybillProcessTest extends ModelTest {

    @Override
    void prepare() {
        deploy("waybill.bpmn");
        ordering("MADE");
        beans("recordWaybillNumberDelegate");
    }

    @Test
    void theCarrierMakesTheWaybill() {
        ProcessInstance waybill = begin();

        assertThat(waybill).hasPassed("EndEvent_WaybillMade").isEnded();
        assertThat(done).containsExactly("orderWaybillDelegate");
    }

    @Test
    void aCarrierThatDoesNotAnswerIsAskedAgainAtGrowingDistance() {
        ordering("AGAIN", "AGAIN", "MADE");
        ProcessInstance waybill = begin();
        assertThat(waybill).isWaitingAt("CatchEvent_WaitBeforeOrdering");

        advance(Duration.ofSeconds(10));
        assertThat(waybill).isWaitingAt("CatchEvent_WaitBeforeOrdering");
        advance(Duration.ofMinutes(1));

        assertThat(waybill).hasPassed("EndEvent_WaybillMade").isEnded();
    }

    @Test
    void whatTheCarrierRefusesTheWarehouseTypesIn() {
        ordering("REFUSED");
        ProcessInstance waybill = begin();
        assertThat(waybill).isWaitingAt("UserTask_TypeInWaybillNumber");
        assertThat(task()).hasCandidateGroup("warehouse");
        assertThat(task().getDueDate().toInstant()).isEqualTo(now().plus(Duration.ofHours(4)));

        complete(task(), Map.of("trackingNo", "SF12345678"));

        assertThat(waybill).hasPassed("EndEvent_WaybillTypedIn").isEnded();
        assertThat(done).containsExactly("orderWaybillDelegate", "recordWaybillNumberDelegate");
    }

    private void ordering(String... progress) {
        List<String> left = new ArrayList<>(List.of(progress));
        bean("orderWaybillDelegate", execution -> {
            count(execution, "waybillTries");
            execution.setVariable("waybillProgress", left.size() > 1 ? left.remove(0) : left.get(0));
        });
    }

    private ProcessInstance begin() {
        return start("WaybillProcess", Map.of("orderNo", ORDER_NO, "shipmentNo", "S1"));
    }
}
