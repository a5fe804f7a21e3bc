package io.orderloom.engine.internal;

import io.orderloom.engine.DirectMessages;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.event.EventType;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Two questions in one command, the instance's executions and what they wait for, answer everything that the
 * engine asks one by one when a message is first looked for and then received.
 */
final class MessagesByInstance implements DirectMessages {

    private final ObjectProvider<ProcessEngine> engine;
    private volatile @Nullable CommandExecutor commands;

    MessagesByInstance(ObjectProvider<ProcessEngine> engine) {
        this.engine = engine;
    }

    @Override
    public boolean pass(String message, String processInstanceId) {
        CommandExecutor executor = commands;
        if (executor == null) {
            executor = ((ProcessEngineConfigurationImpl) engine.getObject().getProcessEngineConfiguration())
                    .getCommandExecutorTxRequired();
            commands = executor;
        }
        return executor.execute(new Pass(message, processInstanceId));
    }

    private record Pass(String message, String processInstanceId) implements Command<Boolean> {

        @Override
        public Boolean execute(CommandContext context) {
            context.getExecutionManager().findExecutionsByProcessInstanceId(processInstanceId);
            for (EventSubscriptionEntity waiting : context.getEventSubscriptionManager()
                    .findEventSubscriptionsByProcessInstanceId(processInstanceId)) {
                if (waiting.isSubscriptionForEventType(EventType.MESSAGE) && message.equals(waiting.getEventName())) {
                    waiting.eventReceived(null, false);
                    return true;
                }
            }
            return false;
        }
    }
}
