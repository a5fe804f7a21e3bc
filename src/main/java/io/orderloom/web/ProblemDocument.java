package io.orderloom.web;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.orderloom.shared.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.context.i18n.LocaleContextHolder;

/** A problem as RFC 9457 writes it, with our members {@code code}, {@code requestId} and {@code errors}. */
@JsonPropertyOrder({"type", "title", "status", "detail", "code", "requestId", "errors"})
record ProblemDocument(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Problem.At> errors,
        @JsonAnyGetter Map<String, Object> members) {

    static ProblemDocument of(Problem problem) {
        return of(problem.kind().httpStatus(), problem.code(), problem.detail(), problem.errors(), problem.members());
    }

    static ProblemDocument of(int status, String code, String detail) {
        return of(status, code, detail, List.of(), Map.of());
    }

    private static ProblemDocument of(
            int status, String code, String detail, List<Problem.At> errors, Map<String, Object> members) {
        Locale language = LocaleContextHolder.getLocale();
        return new ProblemDocument(
                "urn:orderloom:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-'),
                ProblemTexts.title(status, language),
                status,
                ProblemTexts.detail(code, detail, language),
                code,
                MDC.get(RequestIds.MDC_KEY),
                errors,
                members);
    }
}
