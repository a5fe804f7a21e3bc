package io.orderloom.sandbox.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which handler answers which method and path. Paths may hold {@code {variables}}, one segment each. */
public final class Routes {

    private record Route(String method, List<String> segments, Handler handler) {

        Optional<Map<String, String>> match(List<String> path) {
            if (path.size() != segments.size()) {
                return Optional.empty();
            }
            Map<String, String> variables = new LinkedHashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String segment = segments.get(i);
                if (segment.startsWith("{")) {
                    variables.put(segment.substring(1, segment.length() - 1), HttpCall.decode(path.get(i)));
                } else if (!segment.equals(path.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(variables);
        }
    }

    private final List<Route> routes = new ArrayList<>();

    /** Routes are tried in the order in which they were added. */
    public Routes add(String method, String path, Handler handler) {
        routes.add(new Route(method, List.of(path.split("/", -1)), handler));
        return this;
    }

    public Routes get(String path, Handler handler) {
        return add("GET", path, handler);
    }

    public Routes post(String path, Handler handler) {
        return add("POST", path, handler);
    }

    HttpAnswer dispatch(HttpCall call) {
        List<String> path = List.of(call.rawPath().split("/", -1));
        Set<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(path);
            if (variables.isPresent()) {
                if (route.method().equals(call.method())) {
                    return route.handler().handle(call.with(variables.get()));
                }
                allowed.add(route.method());
            }
        }
        if (allowed.isEmpty()) {
            return HttpAnswer.json(404, Map.of("code", "NOT_FOUND", "message", "No such address in the sandbox"));
        }
        return HttpAnswer.json(405, Map.of("code", "METHOD_NOT_ALLOWED", "message", "Not this method"))
                .with("Allow", String.join(", ", allowed));
    }
}
