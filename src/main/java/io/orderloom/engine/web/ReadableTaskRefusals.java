package io.orderloom.engine.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.engine.FlowProblems;
import io.orderloom.shared.Problem;
import io.orderloom.shared.ProblemWords;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Lets whoever completes a task read why that was refused ("somebody else decides on what you asked for yourself"),
 * with the status that the API has for it. The engine itself would say that no handler of an error was found.
 */
final class ReadableTaskRefusals implements FilterChain {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FilterChain engine;

    ReadableTaskRefusals(FilterChain engine) {
        this.engine = engine;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response) throws IOException, ServletException {
        FlowProblems.take();
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper((HttpServletResponse) response);
        engine.doFilter(request, answer);
        Problem met = FlowProblems.take();
        if (met != null && answer.getStatus() >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
            answer.resetBuffer();
            answer.setStatus(met.kind().httpStatus());
            answer.setContentType("application/json");
            answer.setCharacterEncoding(StandardCharsets.UTF_8.name());
            // The members that the engine's own refusals have: its web applications show the message.
            answer.getOutputStream()
                    .write(JSON.writeValueAsBytes(
                            Map.of("type", met.code(), "message", words(met, request.getLocale()))));
        }
        answer.copyBodyToResponse();
    }

    /** What is wrong with a field says more than that something is. */
    private static String words(Problem met, Locale language) {
        return met.errors().isEmpty()
                ? ProblemWords.of(met.code(), met.detail(), language)
                : met.errors().stream()
                        .map(error -> ProblemWords.of(error.code(), error.detail(), language))
                        .collect(Collectors.joining(" "));
    }
}
