package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.RunningService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of routes that people read and the document that programs read name the same routes. */
class OpenApiDocumentTest {

    private static final Path PAGE = Path.of("docs/api/routes.md");
    private static final Pattern ROUTE = Pattern.compile("`(GET|PUT|POST|DELETE) (/[^`?]*)");

    @Test
    void thePageOfRoutesAndTheGeneratedDocumentAgree() throws IOException {
        Set<String> written = ROUTE.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult route) -> route.group(1) + " " + route.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(written).isNotEmpty();
        assertThat(generated()).isEqualTo(written);
    }

    private static Set<String> generated() {
        Set<String> routes = new TreeSet<>();
        JsonNode paths = RunningService.shared()
                .api()
                .as("demo-admin")
                .get("/v3/api-docs")
                .body()
                .path("paths");
        paths.properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> routes.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return routes;
    }
}
