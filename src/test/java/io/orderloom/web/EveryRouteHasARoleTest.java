package io.orderloom.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.OrderloomApplication;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

class EveryRouteHasARoleTest {

    private static final Logger log = LoggerFactory.getLogger(EveryRouteHasARoleTest.class);

    /** Nothing else answers without credentials; whoever adds a line here says why in {@link OpenRoute}. */
    private static final Set<String> OPEN =
            Set.of("ANY ${server.error.path:/error}", "POST /api/v1/sessions", "GET /webhooks/wechat-mini-program");

    private static final String WEBHOOKS = "POST /webhooks/";

    @Test
    void everyRouteNamesItsRolesOrIsOnTheListOfOpenOnes() throws ClassNotFoundException {
        Map<String, String> matrix = new TreeMap<>();
        Set<String> forgotten = new TreeSet<>();
        Set<String> open = new TreeSet<>();
        for (Class<?> controller : controllers()) {
            for (Method method : controller.getDeclaredMethods()) {
                HandlerMethod handler = new HandlerMethod(new Object(), method) {
                    @Override
                    public Class<?> getBeanType() {
                        return controller;
                    }
                };
                for (String route : routes(controller, method)) {
                    Roles roles = RoleGate.rolesOf(handler);
                    if (RoleGate.isOpen(handler)) {
                        open.add(route);
                        matrix.put(route, "open");
                    } else if (roles == null || roles.value().length == 0) {
                        forgotten.add(route + " in " + controller.getName());
                    } else {
                        matrix.put(
                                route,
                                String.join(
                                        " ",
                                        Arrays.stream(roles.value())
                                                .map(Role::key)
                                                .toList()));
                    }
                }
            }
        }
        matrix.forEach((route, roles) -> log.info("{} -> {}", route, roles));

        assertThat(forgotten).as("routes that name no role").isEmpty();
        assertThat(open)
                .as("routes without credentials")
                .allMatch(route -> OPEN.contains(route) || route.startsWith(WEBHOOKS));
        assertThat(matrix).containsKeys("POST /api/v1/keys", "GET /ops/v1/audit");
    }

    /** The controllers of the service, without those of tests. */
    private static List<Class<?>> controllers() throws ClassNotFoundException {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Controller.class));
        URL service = location(OrderloomApplication.class);
        List<Class<?>> found = new java.util.ArrayList<>();
        for (var candidate : scanner.findCandidateComponents("io.orderloom")) {
            Class<?> controller = Class.forName(String.valueOf(candidate.getBeanClassName()));
            if (location(controller).equals(service)) {
                found.add(controller);
            }
        }
        return found;
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static List<String> routes(Class<?> controller, Method method) {
        RequestMapping own = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (own == null) {
            return List.of();
        }
        RequestMapping base = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        List<String> bases = base == null || base.path().length == 0 ? List.of("") : List.of(base.path());
        List<String> paths = own.path().length == 0 ? List.of("") : List.of(own.path());
        List<String> methods = own.method().length == 0
                ? List.of("ANY")
                : Stream.of(own.method()).map(RequestMethod::name).toList();
        return methods.stream()
                .flatMap(verb -> bases.stream().flatMap(start -> paths.stream().map(path -> verb + " " + start + path)))
                .toList();
    }
}
