package io.orderloom.engine;

import org.jspecify.annotations.Nullable;

/**
 * The element of a model that this thread entered last, so that a failure can be told by its place in the
 * diagram.
 */
public final class ElementTrail {

    /**
     * An element of a model.
     *
     * @param name as drawn; the id when it has none
     */
    public record Element(String id, String name) {}

    private static final ThreadLocal<@Nullable Element> LAST = new ThreadLocal<>();

    private ElementTrail() {}

    /** Called by the engine's listeners on every element. */
    public static void entered(Element element) {
        LAST.set(element);
    }

    static @Nullable Element last() {
        return LAST.get();
    }

    static void clear() {
        LAST.remove();
    }
}
