package io.orderloom.access.web;

import io.orderloom.access.ApiKeys;
import io.orderloom.access.ProviderTokens;
import io.orderloom.access.ShopperTokens;
import io.orderloom.access.StaffAccounts;
import io.orderloom.web.ProblemWriter;
import io.orderloom.web.Routes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Which address asks for credentials. What a known caller may do there is the route's own matter
 * ({@link io.orderloom.web.Roles}); this only decides who comes in at all.
 */
@Configuration(proxyBeanMethods = false)
class DoorRules {

    private static final String[] STAFF_OF_THE_ENGINE = {"ANALYST", "OPS", "SERVICE", "WAREHOUSE", "ADMIN"};
    private static final List<String> MACHINE_READ =
            List.of("/api/", "/ops/", "/flows/", "/webhooks/", "/demo/v1/", "/actuator/", "/engine-rest/");
    private static final String NOTHING_TO_LOAD = "default-src 'none'; frame-ancestors 'none'";

    private static final String DEFAULT_PAGE_POLICY = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'"
            + " 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Tasklist, Cockpit and Admin have their own login, their own session and their own guard against forgery. */
    @Bean
    @Order(1)
    SecurityFilterChain webApplicationsOfTheEngine(HttpSecurity http) throws Exception {
        // By the address as it came: a pattern would be read below the servlet that answers, and there are several.
        return http.securityMatcher(
                        request -> request.getRequestURI().startsWith(request.getContextPath() + "/camunda/"))
                .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain everythingElse(
            HttpSecurity http,
            ApiKeys keys,
            StaffAccounts staff,
            ShopperTokens shoppers,
            ProviderTokens provider,
            Routes routes,
            Refusals refusals,
            ProblemWriter problems,
            @Value("${orderloom.mode:production}") String mode,
            @Value("${orderloom.access.page-policy:" + DEFAULT_PAGE_POLICY + "}") String pagePolicy)
            throws Exception {
        boolean demo = "demo".equals(mode);
        return http.addFilterBefore(
                        new CallerFilter(keys, staff, shoppers, provider, refusals, problems),
                        AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(
                                DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers("/actuator/health", "/actuator/health/**")
                        .permitAll()
                        .requestMatchers("/actuator", "/actuator/**")
                        .hasAnyRole("OPS", "ADMIN")
                        .requestMatchers("/engine-rest", "/engine-rest/**")
                        .hasAnyRole(STAFF_OF_THE_ENGINE)
                        .requestMatchers("/v3/api-docs/**", "/v3/api-docs*", "/swagger-ui/**", "/swagger-ui.html")
                        .access((caller, request) -> new AuthorizationDecision(demo || isKnown(caller)))
                        .requestMatchers("/api/**", "/ops/**", "/flows/**", "/demo/v1/**", "/webhooks/**")
                        .access((caller, context) ->
                                new AuthorizationDecision(isKnown(caller) || routes.isOpen(context.getRequest())))
                        .anyRequest()
                        .access((caller, context) -> openOrFile(caller, context, routes)))
                .exceptionHandling(refuse -> refuse.authenticationEntryPoint(
                                (request, response, failure) -> refusals.unauthenticated(request, response))
                        .accessDeniedHandler((request, response, failure) -> refusals.forbidden(request, response)))
                .headers(headers -> headers.addHeaderWriter(contentPolicy(pagePolicy))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)))
                // no session and no cookie of ours: there is nothing that a foreign page could ride on
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    /** Nobody signs in through the framework's own manager; without one it would invent a user and log its password. */
    @Bean
    AuthenticationManager noOtherWayIn() {
        return authentication -> {
            throw new BadCredentialsException("Credentials are proven by the caller filter alone");
        };
    }

    /** Our pages and what belongs to them are for everyone; a controller is not, unless it says so. */
    private static AuthorizationDecision openOrFile(
            Supplier<Authentication> caller, RequestAuthorizationContext context, Routes routes) {
        HttpServletRequest request = context.getRequest();
        boolean reads = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
        return new AuthorizationDecision(
                isKnown(caller) || routes.isOpen(request) || (reads && !routes.hasController(request)));
    }

    private static boolean isKnown(Supplier<Authentication> caller) {
        @Nullable Authentication authentication = caller.get();
        return authentication != null
                && authentication.isAuthenticated()
                && !(authentication instanceof AnonymousAuthenticationToken);
    }

    private static HeaderWriter contentPolicy(String pagePolicy) {
        return (request, response) -> response.setHeader(
                "Content-Security-Policy",
                MACHINE_READ.stream().anyMatch(request.getRequestURI()::startsWith) ? NOTHING_TO_LOAD : pagePolicy);
    }
}
