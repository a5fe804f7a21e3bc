package io.orderloom.web;

import com.fasterxml.jackson.databind.JsonNode;

/** A body that is well-formed; what it says is yet to be bound. */
public final class JsonBody {

    private final JsonBodies bodies;
    private final byte[] bytes;
    private final JsonNode root;

    JsonBody(JsonBodies bodies, byte[] bytes, JsonNode root) {
        this.bodies = bodies;
        this.bytes = bytes;
        this.root = root;
    }

    /**
     * Binds the body, and checks what the type's constraints ask.
     *
     * @throws io.orderloom.shared.Problem 400 for unknown fields and wrong types, 422 for values that cannot be
     */
    public <T> T as(Class<T> type) {
        return bodies.bind(bytes, type);
    }

    /** SHA-256 in hex of the value, the same for every order of fields and every spacing. */
    public String fingerprint() {
        return StrictJson.fingerprint(root);
    }
}
