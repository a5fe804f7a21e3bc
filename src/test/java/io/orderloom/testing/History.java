package io.orderloom.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * What the clients know: every call with what came of it. A call that was never answered is neither done nor
 * refused, and is kept as such; only asking again tells. Also written to a file, line by line, for whoever has
 * to find out what happened.
 */
public final class History implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What a client wanted. */
    public enum Operation {
        /** Its subject is the shopper, who places this one order only. */
        PLACE,
        /** The subject of this and of all others is the order. */
        OPEN_PAYMENT,
        SHIP,
        RECEIVE,
        CANCEL,
        READ
    }

    /** What the client knows of it. */
    public enum Outcome {
        OK,
        /** Refused for good. */
        FAIL,
        /** No answer, or one that says nothing about what was done. */
        INFO
    }

    /** One call that is over, for better or worse. */
    public record Call(
            String client, Operation operation, String subject, Outcome outcome, int status, JsonNode body) {}

    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final BufferedWriter file;

    /** @param file is begun anew */
    public History(Path file) {
        try {
            this.file = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All calls that are over, each client's in its order. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Calls once. @return the answer; empty when there was none that tells */
    public Optional<Answer> call(String client, Operation operation, String subject, Supplier<Answer> request) {
        write(client + " invoke " + operation + " " + subject);
        try {
            Answer answer = request.get();
            Outcome outcome = outcome(answer);
            calls.add(new Call(client, operation, subject, outcome, answer.status(), answer.body()));
            write(client + " " + outcome + " " + operation + " " + subject + " " + answer.status() + " "
                    + (answer.code().isEmpty() ? answer.text("status") : answer.code()) + " " + answer.text("orderNo")
                    + answer.text("paymentNo"));
            return outcome == Outcome.INFO ? Optional.empty() : Optional.of(answer);
        } catch (UncheckedIOException e) {
            calls.add(new Call(client, operation, subject, Outcome.INFO, 0, MissingNode.getInstance()));
            write(client + " INFO " + operation + " " + subject + " " + e.getCause());
            return Optional.empty();
        }
    }

    /** Calls again and again, as a program with an idempotency key may, until the answer tells. */
    public Answer insist(String client, Operation operation, String subject, Supplier<Answer> request) {
        return Awaitility.await(client + " " + operation + " " + subject)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> call(client, operation, subject, request), Optional::isPresent)
                .orElseThrow();
    }

    private static Outcome outcome(Answer answer) {
        if (answer.status() < 300) {
            return Outcome.OK;
        }
        boolean askAgain = answer.status() >= 500
                || answer.status() == 429
                || answer.code().equals("REQUEST_IN_FLIGHT");
        return askAgain ? Outcome.INFO : Outcome.FAIL;
    }

    private synchronized void write(String line) {
        try {
            file.write(line);
            file.newLine();
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
