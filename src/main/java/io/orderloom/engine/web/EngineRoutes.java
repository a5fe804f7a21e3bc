package io.orderloom.engine.web;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which calls of the engine's own interfaces are let through. Everything that is not named here is refused:
 * deploying, starting, correlating, changing variables, moving and deleting instances are done through our
 * own API, where the gate, the order's lock and the audit are.
 */
final class EngineRoutes {

    private static final String ID = "/[^/]+";

    /** Reading by POST: the queries that carry their criteria in the body. */
    private static final List<Pattern> QUERIES = routes(
            "/(process-instance|execution|task|job|job-definition|incident|variable-instance|external-task|user|group)(/count)?",
            "/process-instance/variable-instances(/count)?",
            "/history/(process-instance|activity-instance|task|variable-instance|incident|job-log|detail"
                    + "|decision-instance)(/count)?",
            "/filter" + ID + "/(list|count|singleResult)",
            "/modification/validate",
            "/identity/(verify|password-policy)");

    private static final List<Pattern> OPERATIONS = routes(
            "PUT /job" + ID + "/(retries|duedate|suspended)",
            "POST /job" + ID + "/(execute|duedate/recalculate)",
            "PUT /job-definition" + ID + "/(retries|suspended)",
            "PUT /process-instance" + ID + "/suspended",
            "PUT /process-definition(/key)?" + ID + "/suspended",
            "(PUT|DELETE) /incident" + ID + "/annotation",
            // tasks
            "POST /task" + ID + "/(claim|unclaim|complete|submit-form|assignee|delegate|resolve|comment/create)",
            "PUT /task" + ID,
            "POST /task" + ID + "/identity-links(/delete)?",
            "POST /filter/create",
            "(PUT|DELETE) /filter" + ID,
            // people, by administrators: the engine checks that
            "POST /user/create",
            "PUT /user" + ID + "/(profile|credentials)",
            "POST /user" + ID + "/unlock",
            "POST /group/create",
            "PUT /group" + ID,
            "(PUT|DELETE) /group" + ID + "/members" + ID,
            "POST /authorization/create",
            "(PUT|DELETE) /authorization" + ID);

    private static final Pattern COMPLETION = Pattern.compile("/task" + ID + "/(complete|submit-form)");

    private EngineRoutes() {}

    /** @param path below {@code /engine-rest} or below the engine's name in the web applications */
    static boolean isOpen(String method, String path) {
        return switch (method.toUpperCase(Locale.ROOT)) {
            case "GET", "HEAD", "OPTIONS" -> !path.startsWith("/external-task/fetchAndLock");
            case "POST" -> matches(QUERIES, path) || matches(OPERATIONS, "POST " + path);
            case "PUT", "DELETE" -> matches(OPERATIONS, method.toUpperCase(Locale.ROOT) + " " + path);
            default -> false;
        };
    }

    /** Whether a call ends a person's task, so that a delegate may refuse what the person decided. */
    static boolean completesTask(String method, String path) {
        return method.equalsIgnoreCase("POST") && COMPLETION.matcher(path).matches();
    }

    private static boolean matches(List<Pattern> routes, String route) {
        return routes.stream().anyMatch(known -> known.matcher(route).matches());
    }

    private static List<Pattern> routes(String... expressions) {
        return java.util.Arrays.stream(expressions).map(Pattern::compile).toList();
    }
}
