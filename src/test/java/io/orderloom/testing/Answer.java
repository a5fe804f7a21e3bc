package io.orderloom.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** What a server answered: its status, its headers and its body as JSON (a missing node when it has none). */
public record Answer(int status, HttpHeaders headers, JsonNode body) {

    /** A text of the body, empty when absent. */
    public String text(String field) {
        return body.path(field).asText();
    }

    /** The problem's code, empty when it is no problem. */
    public String code() {
        return text("code");
    }

    /** What a failed assertion should show. */
    @Override
    public String toString() {
        return status + " " + body;
    }
}
