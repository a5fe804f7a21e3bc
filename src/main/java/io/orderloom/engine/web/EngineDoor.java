package io.orderloom.engine.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Groups;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before the engine's REST interface and its web applications. Knows the caller, lets through what
 * {@link EngineRoutes} names, and nothing that carries an expression; never the page that makes a first
 * administrator.
 */
final class EngineDoor extends OncePerRequestFilter {

    static final String REST = "/engine-rest";
    static final String WEB_APPLICATIONS = "/camunda";

    /** Who has business with the engine at all. What each may see there are the engine's grants. */
    private static final Set<String> ROLES = Set.of("ops", "analyst", "service", "warehouse", "admin");

    private static final int LARGEST_BODY = 1_000_000;
    private static final Pattern NAMED_ENGINE = Pattern.compile("/engine/[^/]+(/.*)");
    private static final Pattern SESSION = Pattern.compile("/api/admin/auth/user/[^/]+(/(login|logout)(/[^/]+)?)?");

    private final IdentityService identity;

    EngineDoor(IdentityService identity) {
        this.identity = identity;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (path.equals(REST) || path.startsWith(REST + "/")) {
            rest(request, response, chain, path.substring(REST.length()));
        } else {
            webApplications(request, response, chain, path.substring(WEB_APPLICATIONS.length()));
        }
    }

    private void rest(HttpServletRequest request, HttpServletResponse response, FilterChain chain, String path)
            throws ServletException, IOException {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (caller == null || !caller.isAuthenticated() || caller instanceof AnonymousAuthenticationToken) {
            Refusal.UNKNOWN_CALLER.write(response);
            return;
        }
        Set<String> roles = roles(caller);
        if (roles.stream().noneMatch(ROLES::contains)) {
            Refusal.WRONG_ROLE.write(response);
            return;
        }
        List<String> groups = new ArrayList<>(roles);
        if (roles.contains("admin")) {
            groups.add(Groups.CAMUNDA_ADMIN);
        }
        identity.setAuthentication(caller.getName(), groups, List.of());
        try {
            engineCall(request, response, chain, belowEngine(path));
        } finally {
            identity.clearAuthentication();
        }
    }

    private void webApplications(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, String path)
            throws ServletException, IOException {
        if (path.startsWith("/api/admin/setup") || path.matches("/app/admin/[^/]+/setup.*")) {
            Refusal.ADMINISTRATORS.write(response);
        } else if (path.matches("/api/engine/engine/?") && request.getSession(false) == null) {
            // the web applications themselves would tell the engines' names to anyone
            Refusal.UNKNOWN_CALLER.write(response);
        } else if (path.startsWith("/api/engine/")) {
            engineCall(request, response, chain, belowEngine(path.substring("/api/engine".length())));
        } else if (path.startsWith("/api/") && !SESSION.matcher(path).matches()) {
            // the plugins' own queries read, but take bodies and parameters all the same
            boolean reads = Set.of("GET", "HEAD", "OPTIONS", "POST").contains(request.getMethod());
            if (reads) {
                withoutExpressions(request, response, chain);
            } else {
                Refusal.CLOSED_ROUTE.write(response);
            }
        } else {
            chain.doFilter(request, response);
        }
    }

    private void engineCall(HttpServletRequest request, HttpServletResponse response, FilterChain chain, String path)
            throws ServletException, IOException {
        if (EngineRoutes.completesTask(request.getMethod(), path)) {
            withoutExpressions(request, response, new ReadableTaskRefusals(chain));
        } else if (EngineRoutes.isOpen(request.getMethod(), path)) {
            withoutExpressions(request, response, chain);
        } else {
            Refusal.CLOSED_ROUTE.write(response);
        }
    }

    private static void withoutExpressions(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean inParameters;
        try {
            inParameters = QueryText.hasExpression(request.getQueryString());
        } catch (IllegalArgumentException e) {
            Refusal.BAD_PARAMETER.write(response);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            Refusal.LARGE_BODY.write(response);
            return;
        }
        boolean inBody;
        try {
            inBody = body.length > 0 && QueryText.hasExpression(body);
        } catch (IOException e) {
            Refusal.BAD_BODY.write(response);
            return;
        }
        if (inParameters || inBody) {
            Refusal.EXPRESSION.write(response);
            return;
        }
        chain.doFilter(new Reread(request, body), response);
    }

    private static String belowEngine(String path) {
        Matcher named = NAMED_ENGINE.matcher(path);
        return named.matches() ? named.group(1) : path;
    }

    private static Set<String> roles(Authentication caller) {
        Set<String> roles = new TreeSet<>();
        for (GrantedAuthority authority : caller.getAuthorities()) {
            String role = String.valueOf(authority.getAuthority()).toLowerCase(Locale.ROOT);
            roles.add(role.startsWith("role_") ? role.substring("role_".length()) : role);
        }
        return roles;
    }

    /** The request with the body that was read already. */
    private static final class Reread extends HttpServletRequestWrapper {

        private final byte[] body;

        Reread(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream content = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public boolean isFinished() {
                    return content.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(@Nullable ReadListener listener) {
                    throw new IllegalStateException("This body is read at once");
                }

                @Override
                public int read() {
                    return content.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    return content.read(target, offset, length);
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }
}
