package io.orderloom.outbox.web;

import io.orderloom.outbox.EventStream;
import io.orderloom.outbox.StreamedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Clients that follow the events. Each has a thread, so that a slow one holds up nobody else. */
@Component
class EventSubscribers implements SmartLifecycle {

    private static final int MOST = 64;
    private static final int BATCH = 100;
    private static final Duration REST = Duration.ofSeconds(1);
    private static final int RESTS_BETWEEN_HEARTBEATS = 15;
    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);
    private static final Logger LOG = LoggerFactory.getLogger(EventSubscribers.class);

    private final EventStream stream;
    private volatile @Nullable ExecutorService threads;

    EventSubscribers(EventStream stream) {
        this.stream = stream;
    }

    SseEmitter follow(long position) {
        ExecutorService running = threads;
        SseEmitter emitter = new SseEmitter(0L);
        AtomicBoolean gone = new AtomicBoolean();
        emitter.onCompletion(() -> gone.set(true));
        emitter.onError(failure -> gone.set(true));
        try {
            if (running == null) {
                throw new RejectedExecutionException();
            }
            running.execute(() -> serve(emitter, gone, position));
        } catch (RejectedExecutionException e) {
            throw new TooManyFollowers();
        }
        return emitter;
    }

    private void serve(SseEmitter emitter, AtomicBoolean gone, long from) {
        long position = from;
        int quiet = 0;
        try {
            emitter.send(SseEmitter.event().comment("following").reconnectTime(1_000));
            while (!gone.get()) {
                List<StreamedEvent> events = stream.after(position, BATCH);
                for (StreamedEvent event : events) {
                    emitter.send(SseEmitter.event()
                            .id(String.valueOf(event.position()))
                            .name(event.type())
                            .data(event.json(), TEXT));
                    position = event.position();
                }
                if (!events.isEmpty()) {
                    quiet = 0;
                    continue;
                }
                if (++quiet % RESTS_BETWEEN_HEARTBEATS == 0) {
                    emitter.send(SseEmitter.event().comment("still here"));
                }
                stream.awaitAfter(position, REST);
            }
        } catch (InterruptedException e) {
            emitter.complete();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A follower of the events has gone", e);
            emitter.complete();
        } catch (RuntimeException e) {
            // the database is away, say; the client comes back with the last id it saw
            LOG.warn("A follower of the events was sent away: {}", e.toString());
            emitter.complete();
        }
    }

    @Override
    public void start() {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(0, MOST, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "event-follower-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Comes before the web server's own stop, which would wait for these answers to end. */
    @Override
    public void stop() {
        ExecutorService running = threads;
        threads = null;
        if (running != null) {
            running.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return threads != null;
    }
}
