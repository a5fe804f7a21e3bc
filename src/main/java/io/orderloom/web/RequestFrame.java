package io.orderloom.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;

/** Gives every request its id, in the log and in the answer. */
class RequestFrame implements Filter {

    private static final String ATTRIBUTE = RequestFrame.class.getName() + ".id";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = (String) request.getAttribute(ATTRIBUTE);
        if (id == null) {
            id = RequestIds.of(((HttpServletRequest) request).getHeader(RequestIds.HEADER));
            request.setAttribute(ATTRIBUTE, id);
            ((HttpServletResponse) response).setHeader(RequestIds.HEADER, id);
        }
        MDC.put(RequestIds.MDC_KEY, id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(RequestIds.MDC_KEY);
        }
    }
}
