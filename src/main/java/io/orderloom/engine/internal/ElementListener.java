package io.orderloom.engine.internal;

import io.orderloom.engine.ElementTrail;
import io.orderloom.engine.ProcessWaits;
import java.util.List;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.EventSubscriptionDeclaration;
import org.camunda.bpm.engine.impl.event.EventType;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.PvmTransition;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Listens to every element of every model: notes where the thread is, for the day something fails there,
 * and tells when a process comes to a wait for a message.
 */
final class ElementListener extends AbstractBpmnParseListener {

    private final ObjectProvider<ProcessWaits> waits;
    private volatile @Nullable ProcessWaits found;

    ElementListener(ObjectProvider<ProcessWaits> waits) {
        this.waits = waits;
    }

    @Override
    public void parseRootElement(Element rootElement, List<ProcessDefinitionEntity> definitions) {
        definitions.forEach(definition -> listen(definition.getActivities()));
    }

    private void listen(List<ActivityImpl> activities) {
        for (ActivityImpl activity : activities) {
            ElementTrail.Element element = element(activity);
            activity.addBuiltInListener(
                    ExecutionListener.EVENTNAME_START, (ExecutionListener) execution -> ElementTrail.entered(element));
            if (waitsForMessage(activity)) {
                activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, (ExecutionListener)
                        execution -> entered(execution.getProcessBusinessKey()));
            }
            // An element's timers are set before its start listeners are called, hence on the way to it too.
            for (PvmTransition outgoing : activity.getOutgoingTransitions()) {
                ElementTrail.Element next = element((ActivityImpl) outgoing.getDestination());
                ((TransitionImpl) outgoing).addBuiltInListener(ExecutionListener.EVENTNAME_TAKE, (ExecutionListener)
                        execution -> ElementTrail.entered(next));
            }
            listen(activity.getActivities());
        }
    }

    private void entered(@Nullable String businessKey) {
        ProcessWaits heard = found;
        if (heard == null) {
            // not before the first wait: it needs the engine, and the engine needs this
            heard = waits.getIfAvailable();
            found = heard;
        }
        if (businessKey != null && heard != null) {
            heard.entered(businessKey);
        }
    }

    private static boolean waitsForMessage(ActivityImpl activity) {
        return EventSubscriptionDeclaration.getDeclarationsForScope(activity).values().stream()
                .anyMatch(declared -> EventType.MESSAGE.name().equals(declared.getEventType()));
    }

    private static ElementTrail.Element element(ActivityImpl activity) {
        String name = activity.getName();
        return new ElementTrail.Element(activity.getId(), name == null || name.isBlank() ? activity.getId() : name);
    }
}
