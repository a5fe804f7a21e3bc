package io.orderloom.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Process;

/** The models as the analyst edits them. */
final class ModelFiles {

    static final Path DIRECTORY = Path.of("bpmn");

    private static final Map<Path, BpmnModelInstance> READ = new ConcurrentHashMap<>();

    private ModelFiles() {}

    static List<Path> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".bpmn"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BpmnModelInstance read(Path file) {
        return READ.computeIfAbsent(file, path -> Bpmn.readModelFromFile(path.toFile()));
    }

    static Process process(BpmnModelInstance model) {
        return model.getModelElementsByType(Process.class).iterator().next();
    }

    /** {@code order-placement} for {@code bpmn/order-placement.bpmn}. */
    static String name(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.bpmn$", "");
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
