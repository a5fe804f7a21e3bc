package io.orderloom.sandbox.wire;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.catalina.valves.ValveBase;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.modeler.Registry;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedded Tomcat that speaks HTTP/1.1 only: the WeChat Pay SDK looks header names up with their exact
 * case, which HTTP/2 would lower. TLS is optional.
 */
public final class WebServer implements AutoCloseable {

    /** Where a PKCS#12 or JKS key store with the server's certificate lies. */
    public record Tls(Path keyStore, String password) {}

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int LARGEST_BODY = 1 << 20;

    private final Tomcat tomcat;
    private final Path scratch;
    private final ScheduledExecutorService holder = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sandbox-held-answers");
        thread.setDaemon(true);
        return thread;
    });

    private WebServer(Tomcat tomcat, Path scratch) {
        this.tomcat = tomcat;
        this.scratch = scratch;
    }

    /**
     * Starts serving.
     *
     * @param port 0 for any free one
     * @param hold how long an answer is kept back that must come too late
     * @throws IllegalStateException if the port is taken or the key store cannot be read
     */
    public static WebServer start(String bindAddress, int port, @Nullable Tls tls, Duration hold, Routes routes) {
        // Both are switches of the whole JVM; the service's own Tomcat turns them off too.
        Registry.disableRegistry();
        TomcatURLStreamHandlerFactory.disable();
        try {
            Path scratch = Files.createTempDirectory("orderloom-sandbox-web");
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(scratch.toString());
            tomcat.getEngine().setName("orderloom-sandbox");
            tomcat.setConnector(connector(bindAddress, port, tls));
            StandardContext context = (StandardContext) tomcat.addContext("", scratch.toString());
            context.setParentClassLoader(WebServer.class.getClassLoader());
            // It holds no classes of its own that could leak.
            context.setClearReferencesObjectStreamClassCaches(false);
            context.setClearReferencesThreadLocals(false);
            context.setClearReferencesRmiTargets(false);
            WebServer server = new WebServer(tomcat, scratch);
            Wrapper servlet = Tomcat.addServlet(context, "sandbox", server.new Front(routes, hold));
            servlet.setAsyncSupported(true);
            context.addServletMappingDecoded("/*", "sandbox");
            context.getPipeline().addValve(new RawResponse());
            ErrorReportValve plainErrors = new ErrorReportValve();
            plainErrors.setShowReport(false);
            plainErrors.setShowServerInfo(false);
            tomcat.getHost().getPipeline().addValve(plainErrors);
            tomcat.start();
            if (tomcat.getConnector().getLocalPort() <= 0) {
                server.close();
                throw new IllegalStateException("The sandbox cannot listen on " + bindAddress + ":" + port);
            }
            return server;
        } catch (LifecycleException e) {
            throw new IllegalStateException("The sandbox cannot start on " + bindAddress + ":" + port, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
        holder.shutdownNow();
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            LOG.warn("The sandbox's server did not stop cleanly", e);
        }
        try (var files = Files.walk(scratch)) {
            files.sorted(Collections.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("Left {} behind", scratch, e);
        }
    }

    private static Connector connector(String bindAddress, int port, @Nullable Tls tls) {
        Connector connector = new Connector("HTTP/1.1");
        connector.setPort(port);
        connector.setProperty("address", bindAddress);
        connector.setProperty("maxThreads", "64");
        connector.setProperty("relaxedQueryChars", "|");
        connector.setProperty("relaxedPathChars", "|");
        connector.setXpoweredBy(false);
        connector.setThrowOnFailure(true);
        if (tls != null) {
            connector.setScheme("https");
            connector.setSecure(true);
            connector.setProperty("SSLEnabled", "true");
            SSLHostConfig host = new SSLHostConfig();
            SSLHostConfigCertificate certificate =
                    new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
            certificate.setCertificateKeystoreFile(
                    tls.keyStore().toAbsolutePath().toString());
            certificate.setCertificateKeystorePassword(tls.password());
            host.addCertificate(certificate);
            connector.addSslHostConfig(host);
        }
        return connector;
    }

    /** Hands Tomcat's own response on, the only one that can cut a connection. */
    private static final class RawResponse extends ValveBase {

        static final String ATTRIBUTE = RawResponse.class.getName();

        RawResponse() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, jakarta.servlet.ServletException {
            request.setAttribute(ATTRIBUTE, response);
            getNext().invoke(request, response);
        }
    }

    private final class Front extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final transient Routes routes;
        private final transient Duration hold;

        Front(Routes routes, Duration hold) {
            this.routes = routes;
            this.hold = hold;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            HttpAnswer answer = answer(request);
            switch (answer.journey()) {
                case WHOLE -> write(response, answer, answer.body().length);
                case HELD -> hold(request);
                case CUT -> cut(request);
                case HALF -> {
                    write(response, answer, answer.body().length / 2);
                    response.flushBuffer();
                    cut(request);
                }
            }
        }

        private HttpAnswer answer(HttpServletRequest request) throws IOException {
            byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                return HttpAnswer.json(413, Map.of("code", "TOO_LARGE", "message", "At most 1 MiB"));
            }
            try {
                return routes.dispatch(new HttpCall(
                        request.getMethod(),
                        request.getRequestURI(),
                        request.getQueryString(),
                        headers(request),
                        body,
                        Map.of()));
            } catch (Refused e) {
                return e.answer();
            } catch (RuntimeException e) {
                LOG.error("The sandbox failed on {} {}", request.getMethod(), request.getRequestURI(), e);
                return HttpAnswer.json(500, Map.of("code", "SANDBOX_BUG", "message", "See the sandbox's log"));
            }
        }

        private static Map<String, String> headers(HttpServletRequest request) {
            Map<String, String> headers = new LinkedHashMap<>();
            for (String name : Collections.list(request.getHeaderNames())) {
                headers.put(name.toLowerCase(Locale.ROOT), request.getHeader(name));
            }
            return headers;
        }

        private static void write(HttpServletResponse response, HttpAnswer answer, int bytes) throws IOException {
            response.setStatus(answer.status());
            answer.headers().forEach(response::setHeader);
            if (answer.status() != 204) {
                response.setContentLength(answer.body().length);
                response.getOutputStream().write(answer.body(), 0, bytes);
            }
        }

        private void hold(HttpServletRequest request) {
            AsyncContext waiting = request.startAsync();
            waiting.setTimeout(0);
            ScheduledFuture<?> unused = holder.schedule(
                    () -> {
                        ((HttpServletResponse) waiting.getResponse()).setStatus(504);
                        waiting.complete();
                    },
                    hold.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        private static void cut(HttpServletRequest request) {
            Response raw = (Response) request.getAttribute(RawResponse.ATTRIBUTE);
            raw.getCoyoteResponse().action(ActionCode.CLOSE_NOW, new IOException("Cut on purpose"));
        }
    }
}
