package io.orderloom.engine.internal;

import org.camunda.bpm.engine.ArtifactFactory;
import org.camunda.bpm.engine.ProcessEngineException;

/** Refuses classes that a model names: it would make an object of any class on the class path. */
final class NoClassesFromModels implements ArtifactFactory {

    @Override
    public <T> T getArtifact(Class<T> type) {
        throw new ProcessEngineException(
                "A model named the class " + type.getName() + "; use a delegate expression instead");
    }
}
