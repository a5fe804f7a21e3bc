package io.orderloom.web;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Problem;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.MethodValidationException;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/** Reads a failure as the refusal it is to the caller. Nothing of our inside shows; it goes to the log. */
final class ProblemReading {

    private static final Logger log = LoggerFactory.getLogger(ProblemReading.class);

    private ProblemReading() {}

    /** The document to answer with, and the headers that belong to it ({@code Allow}, {@code Retry-After}). */
    record Read(ProblemDocument document, HttpHeaders headers) {}

    static Read of(Throwable failure) {
        Problem problem = problemIn(failure);
        if (problem != null) {
            return new Read(ProblemDocument.of(problem), headersOf(problem));
        }
        if (failure instanceof MaxUploadSizeExceededException) {
            return plain(413, "REQUEST_TOO_LARGE", "The body is larger than this route takes.");
        }
        if (failure instanceof RequestRejectedException) {
            return plain(400, "MALFORMED_REQUEST", "The address or a header of the request cannot be accepted.");
        }
        if (failure instanceof ErrorResponse response) {
            return ofFramework(response.getStatusCode(), response.getHeaders());
        }
        if (failure instanceof EOFException) {
            // The client went away in the middle of its request; nobody reads the answer.
            return plain(400, "MALFORMED_REQUEST", "The body ended too early.");
        }
        if (isDown(failure)) {
            log.warn(
                    "The database could not serve a request: {}",
                    NestedExceptionUtils.getMostSpecificCause(failure).toString());
        } else {
            log.error("A request failed unexpectedly", failure);
        }
        return plain(503, "TEMPORARILY_UNAVAILABLE", "This cannot be done right now. Try again with the same key.");
    }

    /** What a bare status from the container or the framework says. */
    static Read ofStatus(int status) {
        return ofFramework(HttpStatusCode.valueOf(status), HttpHeaders.EMPTY);
    }

    private static Read ofFramework(HttpStatusCode status, HttpHeaders headers) {
        Read read =
                switch (status.value()) {
                    case 401 -> plain(401, "UNAUTHENTICATED", "Valid credentials are needed.");
                    case 403 -> plain(403, "FORBIDDEN", "This is not allowed.");
                    case 404 -> plain(404, "NOT_FOUND", "There is no such thing here.");
                    case 405 -> plain(405, "METHOD_NOT_ALLOWED", "This address does not take that method.");
                    case 406 -> plain(406, "NOT_ACCEPTABLE", "This cannot be answered in the form you accept.");
                    case 408 -> plain(408, "REQUEST_TIMEOUT", "The request did not arrive in time.");
                    case 413 -> plain(413, "REQUEST_TOO_LARGE", "The body is larger than this route takes.");
                    case 415 -> plain(415, "UNSUPPORTED_MEDIA_TYPE", "This route does not take that kind of body.");
                    case 501 -> plain(400, "MALFORMED_REQUEST", "This method or this way to send a body is not known.");
                    case 429 -> plain(429, "TOO_MANY_REQUESTS", "Too many requests. Slow down.");
                    default ->
                        status.is4xxClientError()
                                ? plain(400, "MALFORMED_REQUEST", "The request cannot be read.")
                                : plain(503, "TEMPORARILY_UNAVAILABLE", "This cannot be done right now. Try again.");
                };
        headers.forEach((name, values) -> {
            if (HttpHeaders.ALLOW.equalsIgnoreCase(name)
                    || HttpHeaders.ACCEPT.equalsIgnoreCase(name)
                    || HttpHeaders.RETRY_AFTER.equalsIgnoreCase(name)) {
                read.headers().addAll(name, values);
            }
        });
        return read;
    }

    private static Read plain(int status, String code, String detail) {
        return new Read(ProblemDocument.of(status, code, detail), new HttpHeaders());
    }

    private static HttpHeaders headersOf(Problem problem) {
        HttpHeaders headers = new HttpHeaders();
        if (problem instanceof Delayed delayed) {
            headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(delayed.retryAfterSeconds()));
        }
        return headers;
    }

    private static @Nullable Problem problemIn(Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof HttpMessageNotReadableException) {
            return ofBody(failure.getCause());
        }
        if (failure instanceof HandlerMethodValidationException invalid) {
            return ofArguments(invalid);
        }
        if (failure instanceof MethodValidationException invalid) {
            return ofArguments(invalid);
        }
        if (failure instanceof BindException invalid) {
            return invalid(invalid);
        }
        if (failure instanceof TypeMismatchException mismatch) {
            return new MalformedRequest("The value of '" + mismatch.getPropertyName() + "' cannot be read.");
        }
        if (failure instanceof MultipartException && !(failure instanceof MaxUploadSizeExceededException)) {
            return new MalformedRequest("The parts of the body cannot be read.");
        }
        return null;
    }

    /** What is wrong with a body, by the constraints it breaks. */
    static InvalidRequest invalid(BindException broken) {
        return new InvalidRequest(
                broken.getAllErrors().stream().map(ProblemReading::at).toList());
    }

    /** What is wrong with a body, by the failure to bind it. */
    static Problem ofBody(@Nullable Throwable cause) {
        if (cause instanceof ValueInstantiationException && cause.getCause() instanceof Problem problem) {
            return problem;
        }
        if (!(cause instanceof JsonMappingException mapping)) {
            return new MalformedRequest("The body is missing or cannot be read as JSON.");
        }
        String pointer = pointer(mapping);
        if (mapping instanceof UnrecognizedPropertyException) {
            return malformed(pointer, "UNKNOWN_FIELD", "This field is not known here.");
        }
        if (mapping instanceof InvalidFormatException format
                && format.getValue() instanceof String
                && format.getTargetType() != null
                && format.getTargetType().isEnum()) {
            return new InvalidRequest(pointer, "UNKNOWN_VALUE", "This is none of the values that are possible here.");
        }
        if (mapping.getCause() instanceof InputCoercionException) {
            return new InvalidRequest(pointer, "OUT_OF_RANGE", "The number is too large or too small.");
        }
        if (mapping instanceof ValueInstantiationException) {
            return new InvalidRequest(pointer, "INVALID_VALUE", "This value cannot be accepted.");
        }
        return malformed(pointer, "WRONG_TYPE", "This value is missing or of another type.");
    }

    private static MalformedRequest malformed(String pointer, String code, String detail) {
        return new MalformedRequest(
                "The body does not have the form this route takes.", List.of(new Problem.At(pointer, code, detail)));
    }

    private static String pointer(JsonMappingException mapping) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            pointer.append('/').append(step.getFieldName() == null ? step.getIndex() : escape(step.getFieldName()));
        }
        return pointer.toString();
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static Problem ofArguments(MethodValidationResult result) {
        List<Problem.At> inBody = new ArrayList<>();
        List<Problem.At> elsewhere = new ArrayList<>();
        for (ParameterValidationResult argument : result.getParameterValidationResults()) {
            List<Problem.At> target =
                    argument.getMethodParameter().hasParameterAnnotation(RequestBody.class) ? inBody : elsewhere;
            if (argument instanceof ParameterErrors bean) {
                bean.getAllErrors().forEach(error -> target.add(at(error)));
            } else {
                String name = String.valueOf(argument.getMethodParameter().getParameterName());
                argument.getResolvableErrors()
                        .forEach(error -> target.add(new Problem.At(
                                target == inBody ? "" : "/" + escape(name), code(error), message(error))));
            }
        }
        return elsewhere.isEmpty()
                ? new InvalidRequest(inBody)
                : new MalformedRequest("A parameter of the request cannot be accepted.", elsewhere);
    }

    private static Problem.At at(ObjectError error) {
        String path = error instanceof FieldError field ? field.getField() : "";
        String pointer = path.isEmpty()
                ? ""
                : "/"
                        + path.replace("].", "/")
                                .replace("[", "/")
                                .replace(".", "/")
                                .replace("]", "");
        return new Problem.At(pointer, code(error), message(error));
    }

    /** {@code NotBlank} says what was broken; the caller wants to know what to do: {@code REQUIRED}. */
    private static String code(MessageSourceResolvable error) {
        String[] codes = error.getCodes();
        String constraint = codes == null || codes.length == 0 ? "Invalid" : codes[codes.length - 1];
        return switch (constraint) {
            case "NotNull", "NotBlank", "NotEmpty" -> "REQUIRED";
            case "Min", "Max", "Positive", "PositiveOrZero", "DecimalMin", "DecimalMax", "Range" -> "OUT_OF_RANGE";
            case "Size", "Length" -> "WRONG_SIZE";
            case "Pattern", "Email" -> "WRONG_FORM";
            default -> constraint.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
        };
    }

    private static String message(MessageSourceResolvable error) {
        String message = error.getDefaultMessage();
        return message == null ? "This value cannot be accepted." : message;
    }

    private static boolean isDown(Throwable failure) {
        return failure instanceof TransientDataAccessException
                || failure instanceof DataAccessResourceFailureException
                || failure instanceof CannotCreateTransactionException;
    }

    /** A problem that says when to come back. */
    interface Delayed {

        int retryAfterSeconds();
    }
}
