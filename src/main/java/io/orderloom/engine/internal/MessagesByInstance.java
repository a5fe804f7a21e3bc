package io.orderloom.engine.internal;

import io.orderloom.engine.DirectMessages;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
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
 * engine asks one by one when a message is first looked for and then received. Waits that began or ended earlier in
 * the same command count as they will be written.
 */
final class MessagesByInstance implements DirectMessages {

    private final ObjectProvider<ProcessEngine> engine;
    private volatile @Nullable CommandExecutor commands;

    MessagesByInstance(ObjectProvider<ProcessEngine> engine) {
        this.engine = engine;
    }

    @Override
    public boolean pass(String message, String processInstanceId) {
        return commands().execute(new Pass(message, processInstanceId));
    }

    @Override
    public <T> T inOneCommand(Collection<String> processInstanceIds, Supplier<T> unit) {
        return commands().execute(context -> {
            EngineSession.of(context).readTogether(processInstanceIds);
            return unit.get();
        });
    }

    private CommandExecutor commands() {
        CommandExecutor executor = commands;
        if (executor == null) {
            executor = ((ProcessEngineConfigurationImpl) engine.getObject().getProcessEngineConfiguration())
                    .getCommandExecutorTxRequired();
            commands = executor;
        }
        return executor;
    }

    private record Pass(String message, String processInstanceId) implements Command<Boolean> {

        @Override
        public Boolean execute(CommandContext context) {
            context.getExecutionManager().findExecutionsByProcessInstanceId(processInstanceId);
            context.getEventSubscriptionManager().findEventSubscriptionsByProcessInstanceId(processInstanceId);
            Optional<EventSubscriptionEntity> waiting =
                    context.getDbEntityManager().getCachedEntitiesByType(EventSubscriptionEntity.class).stream()
                            .filter(subscription -> processInstanceId.equals(subscription.getProcessInstanceId())
                                    && subscription.isSubscriptionForEventType(EventType.MESSAGE)
                                    && message.equals(subscription.getEventName())
                                    && !context.getDbEntityManager().isDeleted(subscription))
                            .min(Comparator.comparing(EventSubscriptionEntity::getId));
            waiting.ifPresent(subscription -> subscription.eventReceived(null, false));
            return waiting.isPresent();
        }
    }
}
