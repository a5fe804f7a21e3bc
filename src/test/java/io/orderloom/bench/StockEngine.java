package io.orderloom.bench;

import io.orderloom.engine.DirectMessages;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.runtime.Execution;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Takes what the product sets up at the engine and its connections out again: what is left is what a Spring
 * Boot user gets from Camunda's starter, Hikari and Connector/J.
 */
final class StockEngine implements BeanFactoryPostProcessor {

    /** The starter's and Hikari's own values where application.yml says otherwise; the service deploys its models itself. */
    static final List<String> SETTINGS = List.of(
            "--camunda.bpm.process-engine-name=stock",
            "--camunda.bpm.auto-deployment-enabled=false",
            "--spring.datasource.hikari.auto-commit=true",
            "--spring.datasource.hikari.maximum-pool-size=10",
            "--spring.datasource.hikari.minimum-idle=10",
            "--spring.datasource.hikari.connection-timeout=30000");

    private final ConfigurableEnvironment environment;

    StockEngine(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        String settings = environment.getPropertySources().stream()
                .map(PropertySource::getName)
                .filter(name -> name.contains("engine.properties"))
                .findFirst()
                .orElseThrow();
        environment.getPropertySources().remove(settings);
        BeanDefinitionRegistry beans = (BeanDefinitionRegistry) factory;
        beans.removeBeanDefinition("enginePlugin");
        beans.removeBeanDefinition("jobsAtHand");
        beans.removeBeanDefinition("mariaDbConnections");
        RootBeanDefinition plugin = new RootBeanDefinition(ProcessEnginePlugin.class, SpeaksMySql::new);
        beans.registerBeanDefinition("speaksMySql", plugin);
        beans.removeBeanDefinition("directMessages");
        beans.registerBeanDefinition(
                "directMessages",
                new RootBeanDefinition(
                        DirectMessages.class,
                        () -> new AskedForMessages(factory.getBeanProvider(RuntimeService.class))));
    }

    /** As the engine's API has it: who waits for the message is looked for, then it is passed on. */
    private record AskedForMessages(ObjectProvider<RuntimeService> runtime) implements DirectMessages {

        @Override
        public boolean pass(String message, String processInstanceId) {
            Execution waiting = runtime.getObject()
                    .createExecutionQuery()
                    .messageEventSubscriptionName(message)
                    .processInstanceId(processInstanceId)
                    .singleResult();
            if (waiting != null) {
                runtime.getObject().messageEventReceived(message, waiting.getId());
            }
            return waiting != null;
        }

        @Override
        public <T> T inOneCommand(Collection<String> processInstanceIds, Supplier<T> unit) {
            return unit.get();
        }
    }

    private static final class SpeaksMySql extends AbstractProcessEnginePlugin {

        @Override
        public void preInit(ProcessEngineConfigurationImpl configuration) {
            configuration.setDatabaseType("mysql");
            // names of the demo's staff have a hyphen
            configuration.setUserResourceWhitelistPattern("[a-zA-Z0-9-]+");
            configuration.setGroupResourceWhitelistPattern("[a-zA-Z0-9-]+");
        }
    }
}
