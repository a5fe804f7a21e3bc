package io.orderloom.sandbox.books;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.wire.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox's only store: a file of JSON lines, each the whole new state of one thing. The last line about
 * a thing counts. It is flushed to the operating system line by line and so survives a killed process; a
 * line that a crash cut short is dropped at the next start.
 */
public final class Journal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final OutputStream out;
    private final Map<String, List<JsonNode>> past;

    private Journal(OutputStream out, Map<String, List<JsonNode>> past) {
        this.out = out;
        this.past = past;
    }

    /**
     * Opens the journal in the given directory, which is made when absent.
     *
     * @throws UncheckedIOException if it cannot be read or written
     */
    public static Journal open(Path directory) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve("sandbox-books.jsonl");
            Map<String, List<JsonNode>> past = Files.exists(file) ? read(file) : new LinkedHashMap<>();
            OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            return new Journal(out, past);
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot keep its books in " + directory, e);
        }
    }

    /** Hands out what was written about one kind of thing before this start, oldest first, once. */
    public <T> void replay(String kind, Class<T> type, Consumer<T> reader) {
        List<JsonNode> lines = Optional.ofNullable(past.remove(kind)).orElseGet(List::of);
        for (JsonNode line : lines) {
            reader.accept(Json.value(line, type));
        }
    }

    /** Writes the new state of a thing. */
    public synchronized void append(String kind, Object state) {
        ObjectNode line = Json.object();
        line.put("kind", kind);
        line.set("state", Json.tree(state));
        try {
            out.write(Json.bytes(line));
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot write its books", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            LOG.warn("The sandbox's books did not close cleanly", e);
        }
    }

    private static Map<String, List<JsonNode>> read(Path file) throws IOException {
        Map<String, List<JsonNode>> past = new LinkedHashMap<>();
        long whole = 0;
        try (RandomAccessFile truncated = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] bytes = Files.readAllBytes(file);
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    String text = new String(bytes, start, i - start, StandardCharsets.UTF_8);
                    ObjectNode line = Json.readObject(text.getBytes(StandardCharsets.UTF_8))
                            .orElseThrow(() -> new IOException("Unreadable line in " + file));
                    past.computeIfAbsent(line.path("kind").asText(), kind -> new ArrayList<>())
                            .add(line.path("state"));
                    start = i + 1;
                    whole = start;
                }
            }
            truncated.setLength(whole);
        }
        return past;
    }
}
