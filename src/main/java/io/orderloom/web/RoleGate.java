package io.orderloom.web;

import io.orderloom.shared.NotFound;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Holds every route of ours to the roles it names. One that names none is closed, as if it were absent. */
class RoleGate implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && request.getDispatcherType() == DispatcherType.REQUEST
                && isOurs(method)
                && !isOpen(method)) {
            Roles roles = rolesOf(method);
            if (roles == null) {
                throw new NotFound();
            }
            Caller caller = Callers.current().orElseThrow(RoleForbidden::new);
            if (!caller.has(roles.value())) {
                throw new RoleForbidden();
            }
        }
        return true;
    }

    static boolean isOurs(HandlerMethod method) {
        return method.getBeanType().getName().startsWith("io.orderloom.");
    }

    static boolean isOpen(HandlerMethod method) {
        return AnnotatedElementUtils.hasAnnotation(method.getMethod(), OpenRoute.class)
                || (AnnotatedElementUtils.hasAnnotation(method.getBeanType(), OpenRoute.class)
                        && !AnnotatedElementUtils.hasAnnotation(method.getMethod(), Roles.class));
    }

    static @Nullable Roles rolesOf(HandlerMethod method) {
        Roles onMethod = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Roles.class);
        return onMethod != null
                ? onMethod
                : AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Roles.class);
    }
}
