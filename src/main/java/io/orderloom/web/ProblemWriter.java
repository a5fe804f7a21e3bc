package io.orderloom.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Writes problem documents, whatever the caller said it accepts: a refusal is always readable. */
@Component
public class ProblemWriter {

    private final ObjectMapper json;

    ProblemWriter(ObjectMapper json) {
        this.json = json;
    }

    /** Answers with what the failure means to the caller; what it means to us goes to the log. */
    public void write(HttpServletRequest request, HttpServletResponse response, Throwable failure) throws IOException {
        ProblemReading.Read read = ProblemReading.of(failure);
        read.headers().forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
        write(request, response, read.document());
    }

    /** Answers with a problem that no exception stands for, for instance 401. */
    public void write(HttpServletRequest request, HttpServletResponse response, int status, String code, String detail)
            throws IOException {
        write(request, response, ProblemDocument.of(status, code, detail));
    }

    void write(HttpServletRequest request, HttpServletResponse response, ProblemDocument document) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(document.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if ((document.status() == 429 || document.status() == 503)
                && response.getHeader(HttpHeaders.RETRY_AFTER) == null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "2");
        }
        if (HttpMethod.HEAD.matches(request.getMethod())) {
            return;
        }
        byte[] body = json.writeValueAsBytes(document);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
