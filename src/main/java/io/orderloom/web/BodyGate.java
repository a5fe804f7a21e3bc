package io.orderloom.web;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a body in only when it has an allowed size and kind, and JSON only when nobody can understand it in
 * two ways. Stands behind the credentials, so that strangers cannot make us read.
 */
class BodyGate extends OncePerRequestFilter {

    /** On a request whose caller has proven who it is. */
    static final String KNOWN_CALLER = BodyGate.class.getName() + ".known";

    private static final String BODY = BodyGate.class.getName() + ".json";
    private static final List<String> API = List.of("/api/", "/ops/", "/flows/", "/demo/v1/");
    private static final String WEBHOOKS = "/webhooks/";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final List<MediaType> UPLOADS =
            List.of(MediaType.MULTIPART_FORM_DATA, MediaType.parseMediaType("text/csv"));

    /** Half of the container's threads. */
    private static final int STRANGERS_AT_ONCE = 32;

    /** Of one body; the container allows a silence of {@code server.tomcat.connection-timeout} on top. */
    private static final Duration LONGEST_READING = Duration.ofSeconds(20);

    private static final DataSize MOST_DRAINED = DataSize.ofMegabytes(256);
    private static final Duration LONGEST_DRAINING = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(BodyGate.class);

    private final ConcurrentMap<String, Integer> strangers = new ConcurrentHashMap<>();
    private final WebSettings settings;
    private final ProblemWriter problems;

    BodyGate(WebSettings settings, ProblemWriter problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** The JSON value that came with the request; null when none did. */
    static @Nullable JsonNode jsonOf(HttpServletRequest request) {
        return (JsonNode) request.getAttribute(BODY);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (Callers.current().isPresent()) {
            request.setAttribute(KNOWN_CALLER, true);
        }
        String path = request.getRequestURI();
        boolean webhook = path.startsWith(WEBHOOKS);
        boolean api = API.stream().anyMatch(path::startsWith);
        if ((!webhook && !api) || READING.contains(request.getMethod()) || !hasBody(request)) {
            chain.doFilter(request, response);
            return;
        }
        if (webhook && isForm(request)) {
            form(request, response, chain);
            return;
        }
        HttpServletRequest admitted;
        try {
            admitted = webhook ? webhook(request) : api(request);
        } catch (Refused refused) {
            refuse(request, response, refused);
            return;
        } catch (MalformedRequest malformed) {
            problems.write(request, response, malformed);
            return;
        } catch (IOException e) {
            int status = e instanceof SocketTimeoutException ? 408 : 400;
            problems.write(request, response, ProblemReading.ofStatus(status).document());
            return;
        }
        chain.doFilter(admitted, response);
        drainIfTooLarge(request, response);
    }

    /**
     * Reads what is left of a body that is too large after the answer was sent, and keeps nothing of it: many a client
     * reads the answer only when it has sent everything, and a connection that is closed with unread bytes takes the
     * answer with it. For known callers only, and only while it comes quickly.
     */
    private static void drainIfTooLarge(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.getStatus() != HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE
                || Callers.current().isEmpty()) {
            return;
        }
        response.flushBuffer();
        long begun = System.nanoTime();
        long left = MOST_DRAINED.toBytes();
        byte[] part = new byte[64 * 1024];
        try {
            InputStream input = request.getInputStream();
            for (int length = input.read(part); length >= 0 && left > 0; length = input.read(part)) {
                left -= length;
                if (System.nanoTime() - begun > LONGEST_DRAINING.toNanos()) {
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) {
            // The sender has gone, or the container has given the body up: then nobody reads the answer.
            log.debug("The rest of a body that was too large could not be read: {}", e.toString());
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Refused refused) throws IOException {
        if (refused.document.status() == 429) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        problems.write(request, response, refused.document);
        drainIfTooLarge(request, response);
    }

    /** The container reads forms itself, within its own limit and only when somebody asks for a field. */
    private void form(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            requireAtMost(request.getContentLengthLong(), settings.jsonLimit().toBytes());
            enter(request);
        } catch (Refused refused) {
            refuse(request, response, refused);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            leave(request);
        }
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }

    private HttpServletRequest webhook(HttpServletRequest request) throws IOException, Refused {
        requireAtMost(request.getContentLengthLong(), settings.jsonLimit().toBytes());
        return new BufferedBody(request, read(request, settings.jsonLimit().toBytes()));
    }

    private HttpServletRequest api(HttpServletRequest request) throws IOException, Refused {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !"identity".equalsIgnoreCase(encoding)) {
            throw new Refused(415);
        }
        MediaType type = contentType(request);
        if (UPLOADS.stream().anyMatch(upload -> upload.equalsTypeAndSubtype(type))) {
            requireAtMost(request.getContentLengthLong(), settings.uploadLimit().toBytes());
            return MediaType.MULTIPART_FORM_DATA.equalsTypeAndSubtype(type)
                    ? request
                    : new BufferedBody(
                            request, read(request, settings.uploadLimit().toBytes()));
        }
        boolean utf8 = type.getCharset() == null || StandardCharsets.UTF_8.equals(type.getCharset());
        if (!MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type) || !utf8) {
            throw new Refused(415);
        }
        requireAtMost(request.getContentLengthLong(), settings.jsonLimit().toBytes());
        byte[] body = read(request, settings.jsonLimit().toBytes());
        if (body.length > 0) {
            request.setAttribute(BODY, StrictJson.read(body));
        }
        return new BufferedBody(request, body);
    }

    private static MediaType contentType(HttpServletRequest request) throws Refused {
        try {
            String type = request.getContentType();
            if (type == null) {
                throw new Refused(415);
            }
            return MediaType.parseMediaType(type);
        } catch (InvalidMediaTypeException e) {
            throw new Refused(415);
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }

    private byte[] read(HttpServletRequest request, long limit) throws IOException, Refused {
        enter(request);
        try {
            return readInTime(request.getInputStream(), limit);
        } finally {
            leave(request);
        }
    }

    private static byte[] readInTime(InputStream input, long limit) throws IOException, Refused {
        long begun = System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        for (int length = input.read(part); length >= 0; length = input.read(part)) {
            body.write(part, 0, length);
            requireAtMost(body.size(), limit);
            if (System.nanoTime() - begun > LONGEST_READING.toNanos()) {
                throw new SocketTimeoutException("The body came too slowly");
            }
        }
        return body.toByteArray();
    }

    /** Reading a body holds a thread for as long as its sender likes, so a stranger's address gets only some. */
    private void enter(HttpServletRequest request) throws Refused {
        if (Callers.current().isEmpty()
                && strangers.merge(request.getRemoteAddr(), 1, Integer::sum) > STRANGERS_AT_ONCE) {
            leave(request);
            throw new Refused(429);
        }
    }

    private void leave(HttpServletRequest request) {
        if (Callers.current().isEmpty()) {
            strangers.computeIfPresent(request.getRemoteAddr(), (same, readers) -> readers == 1 ? null : readers - 1);
        }
    }

    private static void requireAtMost(long length, long limit) throws Refused {
        if (length > limit) {
            throw new Refused(413);
        }
    }

    private static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient ProblemDocument document;

        Refused(int status) {
            super(null, null, false, false);
            document = ProblemReading.ofStatus(status).document();
        }
    }
}
