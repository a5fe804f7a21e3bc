package io.orderloom.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Deploys the models that the service was built with. A model that did not change since keeps its version,
 * so what an analyst deployed later stays the newest.
 */
@Component
class FlowDeployment implements InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(FlowDeployment.class);
    private static final String NAME = "Orderloom models";
    private static final String FOLDER = "/bpmn/";

    private final RepositoryService repository;
    private final ResourcePatternResolver resources;
    private final boolean enabled;

    FlowDeployment(
            RepositoryService repository,
            ResourcePatternResolver resources,
            @Value("${orderloom.engine.deploy-models:true}") boolean enabled) {
        this.repository = repository;
        this.resources = resources;
        this.enabled = enabled;
    }

    @Override
    public void afterPropertiesSet() {
        Map<String, Resource> models = enabled ? models() : Map.of();
        if (models.isEmpty()) {
            LOG.warn("No models to deploy");
            return;
        }
        DeploymentBuilder deployment =
                repository.createDeployment().name(NAME).source("orderloom").enableDuplicateFiltering(true);
        models.forEach((name, model) -> {
            try (InputStream content = model.getInputStream()) {
                deployment.addInputStream(name, content);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the model " + name, e);
            }
        });
        deployment.deploy();
    }

    /** By their path inside the folder, which is their name in the engine wherever the service runs. */
    private Map<String, Resource> models() {
        Map<String, Resource> found = new TreeMap<>();
        for (String kind : new String[] {"bpmn", "dmn", "form"}) {
            try {
                for (Resource model : resources.getResources("classpath*:bpmn/**/*." + kind)) {
                    String url = model.getURL().toString();
                    found.put(url.substring(url.lastIndexOf(FOLDER) + FOLDER.length()), model);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot list the models", e);
            }
        }
        return found;
    }
}
