package io.orderloom.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.shared.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives controllers {@link Caller}, {@link IdempotencyKey} and {@link PageRequest} as arguments; an
 * {@code Optional<IdempotencyKey>} where a repeat does little harm.
 */
class WebArguments implements HandlerMethodArgumentResolver {

    static final String KEY_HEADER = "Idempotency-Key";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final String NO_BODY = "";

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        return type == Caller.class
                || type == IdempotencyKey.class
                || type == PageRequest.class
                || isOptionalKey(parameter);
    }

    static boolean isOptionalKey(MethodParameter parameter) {
        return parameter.getParameterType() == Optional.class
                && parameter.nested().getNestedParameterType() == IdempotencyKey.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
        if (request == null) {
            throw new IllegalStateException("Only a servlet request has a caller");
        }
        Class<?> type = parameter.getParameterType();
        if (type == PageRequest.class) {
            return new PageRequest(number(request, "page", 0), number(request, "size", PageRequest.DEFAULT_SIZE));
        }
        Caller caller = Callers.current().orElseThrow(RoleForbidden::new);
        if (type == Caller.class) {
            return caller;
        }
        if (type == Optional.class) {
            return request.getHeader(KEY_HEADER) == null ? Optional.empty() : Optional.of(key(request, caller));
        }
        return key(request, caller);
    }

    private static IdempotencyKey key(HttpServletRequest request, Caller caller) {
        List<String> offered = Collections.list(request.getHeaders(KEY_HEADER));
        if (offered.isEmpty()) {
            throw new MalformedRequest(
                    "IDEMPOTENCY_KEY_MISSING",
                    "Send the header Idempotency-Key, so that a repeat does no harm.",
                    List.<Problem.At>of());
        }
        if (offered.size() > 1 || !IdempotencyKey.isPossible(offered.get(0))) {
            throw new MalformedRequest(
                    "IDEMPOTENCY_KEY_MALFORMED",
                    "One Idempotency-Key, 1 to 64 visible ASCII characters.",
                    List.<Problem.At>of());
        }
        JsonNode body = BodyGate.jsonOf(request);
        String query = request.getQueryString();
        String fingerprint = body == null ? NO_BODY : StrictJson.fingerprint(body);
        return new IdempotencyKey(
                offered.get(0),
                caller.owner(),
                request.getMethod() + ' ' + request.getRequestURI(),
                HexFormat.of().formatHex(IdempotencyKey.sha256(fingerprint + '?' + query)));
    }

    private static int number(HttpServletRequest request, String name, int otherwise) {
        String[] values = request.getParameterValues(name);
        if (values == null) {
            return otherwise;
        }
        if (values.length != 1 || !NUMBER.matcher(values[0]).matches()) {
            throw new MalformedRequest("'" + name + "' is not a number that is possible here.");
        }
        return Integer.parseInt(values[0]);
    }
}
