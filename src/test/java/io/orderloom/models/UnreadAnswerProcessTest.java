package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.complete;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.task;

import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.Test;

class UnreadAnswerProcessTest extends ModelTest {

    private final Talk conversation = new Talk();

    /** The conversation as its tables would have it. */
    public static final class Talk {
        boolean read;

        public boolean answerRead(String conversationId, long messageNo) {
            return read;
        }
    }

    @Override
    void prepare() {
        deploy("unread-answer.bpmn");
        Mocks.register("conversation", conversation);
        answering("recordCallDelegate", "callAgain", true, false);
    }

    @Test
    void anAnswerThatIsReadNeedsNoCall() {
        ProcessInstance process = begin();
        advance(Duration.ofHours(4).minusSeconds(1));
        assertThat(process).isWaitingAt("CatchEvent_ReadingTimeElapsed");
        conversation.read = true;

        advance(Duration.ofSeconds(1));

        assertThat(process).hasPassed("EndEvent_AnswerRead").isEnded();
    }

    @Test
    void whoReadsNothingIsCalledUntilReached() {
        ProcessInstance process = begin();
        advance(Duration.ofHours(4));
        assertThat(process).isWaitingAt("UserTask_CallShopper");
        assertThat(task(process)).hasCandidateGroup("service").isNotAssigned();
        assertThat(task(process).getDueDate().toInstant()).isEqualTo(now().plus(Duration.ofHours(8)));

        complete(task(process));
        assertThat(process).isWaitingAt("CatchEvent_ReadingTimeElapsed");
        advance(Duration.ofHours(4));
        complete(task(process));

        assertThat(process)
                .hasPassedInOrder("UserTask_CallShopper", "Task_RecordCall", "EndEvent_ShopperCalled")
                .isEnded();
        assertThat(jobs()).isEmpty();
    }

    private ProcessInstance begin() {
        return start("UnreadAnswerProcess", Map.of("conversationId", "C1", "messageNo", 2L));
    }
}
