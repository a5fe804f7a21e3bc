package io.orderloom.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what Tomcat refuses by itself (a request line it cannot read, say) without its name, its version
 * or a stack trace. Public because Tomcat makes it by name.
 */
public class ProblemErrorValve extends ErrorReportValve {

    private static final Logger log = LoggerFactory.getLogger(ProblemErrorValve.class);

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
