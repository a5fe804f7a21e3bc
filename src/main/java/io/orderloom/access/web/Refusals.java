package io.orderloom.access.web;

import io.orderloom.web.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Says no at the door, always in the same words, so that nothing can be learned from them. */
@Component
class Refusals {

    private final ProblemWriter problems;

    Refusals(ProblemWriter problems) {
        this.problems = problems;
    }

    /** 401. Only where a browser or Modeler asks its user for a password does the answer invite one. */
    void unauthenticated(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        boolean asksPeople =
                path.startsWith("/engine-rest") || path.startsWith("/swagger-ui") || path.startsWith("/v3/api-docs");
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE,
                asksPeople ? "Basic realm=\"orderloom\", charset=\"UTF-8\"" : "Bearer realm=\"orderloom\"");
        problems.write(request, response, 401, "UNAUTHENTICATED", "Valid credentials are needed.");
    }

    /** 403. */
    void forbidden(HttpServletRequest request, HttpServletResponse response) throws IOException {
        problems.write(request, response, 403, "ROLE_FORBIDDEN", "Your role may not do this.");
    }
}
