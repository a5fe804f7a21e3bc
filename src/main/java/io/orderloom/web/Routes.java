package io.orderloom.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Tells the security in front of the controllers which of them answer without credentials. */
@Component
public class Routes {

    private final ObjectProvider<RequestMappingHandlerMapping> mapping;

    Routes(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mapping) {
        this.mapping = mapping;
    }

    /** Whether the request goes to an {@link OpenRoute}. */
    public boolean isOpen(HttpServletRequest request) {
        return handler(request).map(RoleGate::isOpen).orElse(false);
    }

    /** Whether the request goes to a controller at all, and not to a file of ours or nowhere. */
    public boolean hasController(HttpServletRequest request) {
        return handler(request).isPresent();
    }

    private Optional<HandlerMethod> handler(HttpServletRequest request) {
        if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
            ServletRequestPathUtils.parseAndCache(request);
        }
        try {
            HandlerExecutionChain chain = mapping.getObject().getHandler(request);
            return chain != null && chain.getHandler() instanceof HandlerMethod method
                    ? Optional.of(method)
                    : Optional.empty();
        } catch (Exception e) {
            // no controller takes this method or content type: it is not an open route
            return Optional.empty();
        }
    }
}
