package io.orderloom.engine.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Why a call to the engine's own interfaces is not let through. */
enum Refusal {
    BAD_ADDRESS(HttpServletResponse.SC_BAD_REQUEST, "MALFORMED_REQUEST", "This address is not plain."),
    BAD_PARAMETER(HttpServletResponse.SC_BAD_REQUEST, "MALFORMED_REQUEST", "A parameter cannot be read."),
    BAD_BODY(HttpServletResponse.SC_BAD_REQUEST, "MALFORMED_REQUEST", "The body is not JSON."),
    LARGE_BODY(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "TOO_LARGE", "The body is too large."),
    UNKNOWN_CALLER(HttpServletResponse.SC_UNAUTHORIZED, "UNAUTHENTICATED", "Say who you are."),
    WRONG_ROLE(HttpServletResponse.SC_FORBIDDEN, "FORBIDDEN", "Your role has no business here."),
    ADMINISTRATORS(HttpServletResponse.SC_FORBIDDEN, "FORBIDDEN", "Administrators are made elsewhere."),
    EXPRESSION(HttpServletResponse.SC_FORBIDDEN, "FORBIDDEN", "Expressions are not allowed in queries."),
    CLOSED_ROUTE(
            HttpServletResponse.SC_FORBIDDEN,
            "FORBIDDEN",
            "The engine's own interface does not do this here; /ops/v1 and /flows/v1 do what operators and analysts need.");

    private final int status;
    private final String code;
    private final String detail;

    Refusal(int status, String code, String detail) {
        this.status = status;
        this.code = code;
        this.detail = detail;
    }

    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"orderloom\"");
        }
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter()
                .write("{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"code\":\"%s\"}"
                        .formatted(code, status, detail, code));
    }
}
