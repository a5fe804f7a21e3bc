package io.orderloom.demo;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.UtcTime;
import io.orderloom.shared.WireClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/**
 * The business clock of the demo: the machine's, moved forward by an offset that survives a restart.
 * Ticks as finely as the database stores.
 */
@Component
@Primary
@OnlyInDemo
public class MovableClock implements BusinessClock {

    private final WireClock machine;
    private final Path file;
    private volatile Duration offset;

    MovableClock(WireClock machine, @Value("${orderloom.data-dir}") Path dataDirectory) {
        this.machine = machine;
        this.file = dataDirectory.resolve("clock-offset");
        this.offset = read(file);
    }

    @Override
    public Instant now() {
        return UtcTime.stored(machine.now().plus(offset));
    }

    /** How far the clock is ahead of the machine's. */
    public Duration offset() {
        return offset;
    }

    /** Moves the clock forward to this moment; a moment that has passed changes nothing. */
    synchronized void forwardTo(Instant moment) {
        Duration wanted = Duration.between(machine.now(), moment);
        if (wanted.compareTo(offset) > 0) {
            write(file, wanted);
            offset = wanted;
        }
    }

    private static Duration read(Path file) {
        try {
            return Files.exists(file) ? Duration.parse(Files.readString(file).strip()) : Duration.ZERO;
        } catch (IOException e) {
            throw new UncheckedIOException("The clock's offset cannot be read from " + file, e);
        }
    }

    private static void write(Path file, Duration offset) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, offset.toString());
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The clock's offset cannot be kept in " + file, e);
        }
    }
}
