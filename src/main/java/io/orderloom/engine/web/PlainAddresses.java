package io.orderloom.engine.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only plainly written addresses through to the engine: what is encoded, doubled, dotted or carries
 * path parameters may be read one way by a guard and another way by what stands behind it.
 */
final class PlainAddresses extends OncePerRequestFilter {

    /** A colon may be encoded: it is part of every process definition's id. */
    private static final Pattern ODD = Pattern.compile("[;\\\\]|%(?!3[Aa])|//|/\\.\\.?(/|$)");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (ODD.matcher(request.getRequestURI()).find()) {
            Refusal.BAD_ADDRESS.write(response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
