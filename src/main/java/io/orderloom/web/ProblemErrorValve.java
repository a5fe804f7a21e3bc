package io.orderloom.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private static final int MOST_TO_READ = 1 << 20;
    private static final Logger log = LoggerFactory.getLogger(ProblemErrorValve.class);

    /**
     * Before a connection takes its next request the container waits for the rest of a body that nobody read. A
     * stranger who was refused gets no such patience: it would hold a thread for as long as they like.
     */
    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        super.invoke(request, response);
        if (response.getStatus() >= 400 && request.getAttribute(BodyGate.KNOWN_CALLER) == null) {
            readWhatIsThere(request);
            AtomicBoolean allRead = new AtomicBoolean();
            request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, allRead);
            if (!allRead.get()) {
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }

    /** An honest sender's body has mostly arrived; hanging up on unread bytes would lose the answer. */
    private static void readWhatIsThere(Request request) {
        try {
            InputStream body = request.getInputStream();
            byte[] part = new byte[8192];
            for (int left = MOST_TO_READ; left > 0 && body.available() > 0; ) {
                left -= Math.max(1, body.read(part, 0, Math.min(part.length, body.available())));
            }
        } catch (IOException | IllegalStateException e) {
            log.debug("The rest of a refused request could not be read", e);
        }
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
