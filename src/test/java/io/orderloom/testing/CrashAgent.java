package io.orderloom.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * A Java agent that ends its JVM at once, as a power cut would, when a named point of the product's code is
 * reached. The product knows nothing of it: the points are woven into the classes as they are loaded.
 *
 * <p>A point is written {@code class#method@ENTER} or {@code class#method@EXIT} (a normal return). The points
 * that may be used are listed when the JVM starts; which of them ends it, and at which time it is passed, says
 * the file {@code armed} of the agent's directory, which a test writes whenever it likes. A point that was hit
 * leaves the file {@code hit} behind and disarms itself, so that the next start lives.
 */
public final class CrashAgent {

    private static final String POINTS = "points";
    private static final String ARMED = "armed";
    private static final String HIT = "hit";
    private static final int KILLED = 137;
    private static final Object TURN = new Object();

    private static Path directory = Path.of("");

    private CrashAgent() {}

    /** Called by the JVM before the product's main; the argument is the agent's directory. */
    public static void premain(String argument, Instrumentation instrumentation) throws IOException {
        directory = Path.of(argument);
        Map<String, Set<String>> methods = new HashMap<>();
        for (String point : Files.readAllLines(directory.resolve(POINTS))) {
            String method = point.substring(0, point.indexOf('@'));
            int hash = method.indexOf('#');
            methods.computeIfAbsent(method.substring(0, hash), name -> new HashSet<>())
                    .add(method.substring(hash + 1));
        }
        AgentBuilder agent = new AgentBuilder.Default()
                // The agent's own rule would parse each of the thousands of classes that a start loads.
                .ignore(ElementMatchers.not(
                        ElementMatchers.namedOneOf(methods.keySet().toArray(String[]::new))))
                // A point that cannot be woven must not look like one that is never reached.
                .with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly());
        for (Map.Entry<String, Set<String>> type : methods.entrySet()) {
            agent = agent.type(ElementMatchers.named(type.getKey()))
                    .transform((builder, description, loader, module, domain) -> builder.visit(Advice.to(Passing.class)
                            .on(ElementMatchers.namedOneOf(type.getValue().toArray(String[]::new)))));
        }
        agent.installOn(instrumentation);
    }

    /** Woven around each listed method. */
    static final class Passing {

        private Passing() {}

        @Advice.OnMethodEnter
        static void entered(@Advice.Origin("#t") String type, @Advice.Origin("#m") String method) {
            CrashAgent.passed(type + "#" + method + "@ENTER");
        }

        @Advice.OnMethodExit
        static void returned(@Advice.Origin("#t") String type, @Advice.Origin("#m") String method) {
            CrashAgent.passed(type + "#" + method + "@EXIT");
        }
    }

    /** Ends the JVM when this is the armed point and its time has come. */
    public static void passed(String point) {
        synchronized (TURN) {
            Path armed = directory.resolve(ARMED);
            try {
                if (!Files.exists(armed)) {
                    return;
                }
                String[] wish = Files.readString(armed).strip().split(" ");
                if (!wish[0].equals(point)) {
                    return;
                }
                int left = Integer.parseInt(wish[1]) - 1;
                if (left > 0) {
                    write(armed, point + " " + left);
                } else {
                    Files.move(armed, directory.resolve(HIT), StandardCopyOption.ATOMIC_MOVE);
                    Runtime.getRuntime().halt(KILLED);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The crash agent lost its directory", e);
            }
        }
    }

    /** Writes agent and list of points into a directory. @return the option that starts a JVM under it */
    static String install(Path agentDirectory, List<String> points) {
        Path jar = agentDirectory.resolve("crash-agent.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", CrashAgent.class.getName());
        try {
            Files.createDirectories(agentDirectory);
            try (OutputStream file = Files.newOutputStream(jar);
                    JarOutputStream entries = new JarOutputStream(file, manifest)) {
                for (Class<?> type : List.of(CrashAgent.class, Passing.class)) {
                    String name = type.getName().replace('.', '/') + ".class";
                    entries.putNextEntry(new JarEntry(name));
                    try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
                        if (bytes == null) {
                            throw new IllegalStateException("The test class path lacks " + name);
                        }
                        bytes.transferTo(entries);
                    }
                    entries.closeEntry();
                }
            }
            Files.write(agentDirectory.resolve(POINTS), points);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "-javaagent:" + jar + "=" + agentDirectory;
    }

    /** Lets the JVM under this agent end when it passes the point for the k-th time from now. */
    static void arm(Path agentDirectory, String point, int time) {
        try {
            Files.deleteIfExists(agentDirectory.resolve(HIT));
            write(agentDirectory.resolve(ARMED), point + " " + time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the armed point was hit. */
    static boolean hit(Path agentDirectory) {
        return Files.exists(agentDirectory.resolve(HIT));
    }

    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
