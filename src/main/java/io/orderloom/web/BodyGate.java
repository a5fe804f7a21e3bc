package io.orderloom.web;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a body in only when it has an allowed size and kind, and JSON only when nobody can understand it in
 * two ways. Stands behind the credentials, so that strangers cannot make us read.
 */
class BodyGate extends OncePerRequestFilter {

    private static final String BODY = BodyGate.class.getName() + ".json";
    private static final List<String> API = List.of("/api/", "/ops/", "/flows/", "/demo/v1/");
    private static final String WEBHOOKS = "/webhooks/";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final List<MediaType> UPLOADS =
            List.of(MediaType.MULTIPART_FORM_DATA, MediaType.parseMediaType("text/csv"));

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
        String path = request.getRequestURI();
        boolean webhook = path.startsWith(WEBHOOKS);
        boolean api = API.stream().anyMatch(path::startsWith);
        if ((!webhook && !api) || READING.contains(request.getMethod()) || !hasBody(request)) {
            chain.doFilter(request, response);
            return;
        }
        HttpServletRequest admitted;
        try {
            admitted = webhook ? webhook(request) : api(request);
        } catch (Refused refused) {
            problems.write(request, response, refused.document);
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
    }

    private HttpServletRequest webhook(HttpServletRequest request) throws IOException, Refused {
        requireAtMost(request.getContentLengthLong(), settings.jsonLimit().toBytes());
        String type = request.getContentType();
        if (type != null && type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)) {
            // the container reads forms itself, within its own limit
            return request;
        }
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

    private static byte[] read(HttpServletRequest request, long limit) throws IOException, Refused {
        InputStream input = request.getInputStream();
        byte[] body = input.readNBytes(Math.toIntExact(limit) + 1);
        requireAtMost(body.length, limit);
        return body;
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
