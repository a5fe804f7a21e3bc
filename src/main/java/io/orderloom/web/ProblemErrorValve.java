package io.orderloom.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what Tomcat refuses by itself (a request line it cannot read, say) without its name, its version
 * or a stack trace. Public because Tomcat makes it by name.
 */
public class ProblemErrorValve extends ErrorReportValve {

    private static final int MOST_TO_READ = 2 << 20;
    private static final int MOST_LOOKS = 500;
    private static final Duration PAUSE = Duration.ofMillis(2);

    /** How many threads may wait for strangers' bodies at once; whoever comes on top is hung up on. */
    private static final Semaphore LINGERING = new Semaphore(16);

    private static final Logger log = LoggerFactory.getLogger(ProblemErrorValve.class);

    /**
     * Before a connection takes its next request the container waits for the rest of a body that nobody read. A
     * stranger who was refused gets no such patience: it would hold a thread for as long as they like.
     */
    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        super.invoke(request, response);
        if (response.getStatus() >= 400
                && request.getAttribute(BodyGate.KNOWN_CALLER) == null
                && !readWhatComes(request)) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /**
     * An honest sender's body is on its way, and hanging up on it would lose the answer. Looks are counted instead
     * of time, because a pause of the whole machine is not the sender's fault.
     *
     * @return whether all of it came
     */
    private static boolean readWhatComes(Request request) {
        if (isAllRead(request)) {
            return true;
        }
        if (!LINGERING.tryAcquire()) {
            return false;
        }
        try {
            int left = MOST_TO_READ;
            byte[] part = new byte[8192];
            for (int looks = 0; looks < MOST_LOOKS && left > 0; ) {
                if (hasMore(request)) {
                    left -= Math.max(0, request.getInputStream().read(part));
                } else if (isAllRead(request)) {
                    return true;
                } else {
                    looks++;
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        } catch (IOException | IllegalStateException e) {
            log.debug("The rest of a refused request could not be read", e);
        } finally {
            LINGERING.release();
        }
        return false;
    }

    /** The stream's own {@code available()} never looks at the connection. */
    private static boolean hasMore(Request request) {
        request.getCoyoteRequest().action(ActionCode.AVAILABLE, true);
        return request.getCoyoteRequest().getAvailable() > 0;
    }

    private static boolean isAllRead(Request request) {
        AtomicBoolean allRead = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, allRead);
        return allRead.get();
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ProblemDocument document = ProblemReading.ofStatus(response.getStatus()).document();
        String body = "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"code\":\"%s\"}"
                .formatted(document.type(), document.title(), document.status(), document.detail(), document.code());
        try {
            response.setStatus(document.status());
            response.setContentType("application/problem+json");
            response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            log.debug("The caller left before it heard the refusal", e);
        }
    }
}
