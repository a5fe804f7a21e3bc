package io.orderloom.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A main class of the product in a JVM of its own, on the product's class path without the tests'. */
public final class JavaProcess implements AutoCloseable {

    private final ServerProcess process;

    private JavaProcess(ServerProcess process) {
        this.process = process;
    }

    /**
     * Starts it and returns when it is ready.
     *
     * @param options of the JVM, such as {@code -Xmx512m}
     * @param log takes what it prints
     */
    public static JavaProcess start(
            List<String> options, String mainClass, List<String> arguments, Path log, BooleanSupplier ready) {
        return new JavaProcess(ServerProcess.start(command(options, mainClass, arguments), "", Map.of(), log, ready));
    }

    /** Starts it and returns at once; it may be dead before it is ready. */
    public static JavaProcess launch(List<String> options, String mainClass, List<String> arguments, Path log) {
        return start(options, mainClass, arguments, log, () -> true);
    }

    /** The command line of such a process. */
    public static List<String> command(List<String> options, String mainClass, List<String> arguments) {
        String classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(System.getProperty("path.separator")));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return command;
    }

    /** How much CPU it has used since it began. */
    public Duration cpu() {
        return process.cpu();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as a crash would. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.stop();
    }
}
