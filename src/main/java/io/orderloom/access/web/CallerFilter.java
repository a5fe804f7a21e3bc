package io.orderloom.access.web;

import io.orderloom.access.ApiKeys;
import io.orderloom.access.ProviderTokens;
import io.orderloom.access.ShopperTokens;
import io.orderloom.access.StaffAccounts;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.Caller;
import io.orderloom.web.MalformedRequest;
import io.orderloom.web.NamedShopper;
import io.orderloom.web.ProblemWriter;
import io.orderloom.web.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who calls. The role comes from the credential alone; no header can claim one. A credential
 * that does not hold is refused even where none is needed, and every such refusal looks the same.
 */
class CallerFilter extends OncePerRequestFilter {

    static final String SHOPPER_HEADER = "X-Shopper-Id";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final ApiKeys keys;
    private final StaffAccounts staff;
    private final ShopperTokens shoppers;
    private final ProviderTokens provider;
    private final Refusals refusals;
    private final ProblemWriter problems;

    CallerFilter(
            ApiKeys keys,
            StaffAccounts staff,
            ShopperTokens shoppers,
            ProviderTokens provider,
            Refusals refusals,
            ProblemWriter problems) {
        this.keys = keys;
        this.staff = staff;
        this.shoppers = shoppers;
        this.provider = provider;
        this.refusals = refusals;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // gateways prove themselves by their signature
        return request.getRequestURI().startsWith("/webhooks/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        List<String> offered = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (offered.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Caller> caller;
        try {
            caller = offered.size() == 1 ? proven(request, offered.get(0)) : Optional.empty();
        } catch (RuntimeException e) {
            problems.write(request, response, e);
            return;
        }
        if (caller.isEmpty()) {
            refusals.unauthenticated(request, response);
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(caller.get()));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }

    private Optional<Caller> proven(HttpServletRequest request, String credential) {
        int space = credential.indexOf(' ');
        String scheme = space < 0 ? "" : credential.substring(0, space).toLowerCase(Locale.ROOT);
        String proof = credential.substring(space + 1).strip();
        return switch (scheme) {
            case "bearer" -> bearer(request, proof);
            case "basic" -> basic(request, proof);
            default -> Optional.empty();
        };
    }

    private Optional<Caller> bearer(HttpServletRequest request, String token) {
        if (provider.concerns(token)) {
            return provider.authenticate(token).flatMap(member -> staff(request, member.name(), member.roles()));
        }
        if (token.startsWith(ShopperTokens.PREFIX)) {
            return shoppers.authenticate(token)
                    .map(shopper -> new Caller(Caller.Kind.SHOPPER, shopper.value(), Set.of(Role.SHOPPER), shopper));
        }
        return keys.authenticate(token).map(key -> caller(request, Caller.Kind.KEY, key.name(), Set.of(key.role())));
    }

    private Optional<Caller> basic(HttpServletRequest request, String proof) {
        // browsers send a remembered password along with a form of somebody else's page
        if (!READING.contains(request.getMethod()) && "cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
            return Optional.empty();
        }
        String decoded;
        try {
            decoded = new String(Base64.getDecoder().decode(proof), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = decoded.indexOf(':');
        if (colon < 1 || decoded.length() > 256) {
            return Optional.empty();
        }
        return staff.authenticate(decoded.substring(0, colon), decoded.substring(colon + 1))
                .flatMap(account -> staff(request, account.name(), account.roles()));
    }

    /** Somebody without a role here is nobody here. */
    private static Optional<Caller> staff(HttpServletRequest request, String name, Set<Role> roles) {
        return roles.isEmpty() ? Optional.empty() : Optional.of(caller(request, Caller.Kind.STAFF, name, roles));
    }

    private static Caller caller(HttpServletRequest request, Caller.Kind kind, String name, Set<Role> roles) {
        return new Caller(kind, name, roles, roles.contains(Role.SHOP) ? namedShopper(request) : null);
    }

    private static @Nullable ShopperId namedShopper(HttpServletRequest request) {
        List<String> named = Collections.list(request.getHeaders(SHOPPER_HEADER));
        if (named.isEmpty()) {
            return null;
        }
        if (named.size() > 1) {
            throw new MalformedRequest("X-Shopper-Id names one shopper.");
        }
        return NamedShopper.of(named.get(0));
    }
}
