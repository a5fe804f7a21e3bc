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
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;

/** The models as the analyst edits them. */
final class ModelFiles {

    static final Path DIRECTORY = Path.of("bpmn");

    private static final Map<Path, BpmnModelInstance> READ = new ConcurrentHashMap<>();

    private static final Map<Path, DmnModelInstance> TABLES = new ConcurrentHashMap<>();

    private ModelFiles() {}

    static List<Path> all() {
        return files(DIRECTORY, ".bpmn");
    }

    static List<Path> tables() {
        return files(DIRECTORY.resolve("rules"), ".dmn");
    }

    private static List<Path> files(Path directory, String ending) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BpmnModelInstance read(Path file) {
        return READ.computeIfAbsent(file, path -> Bpmn.readModelFromFile(path.toFile()));
    }

    static DmnModelInstance readTable(Path file) {
        return TABLES.computeIfAbsent(file, path -> Dmn.readModelFromFile(path.toFile()));
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
