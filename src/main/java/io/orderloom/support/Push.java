package io.orderloom.support;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that WeChat pushed, read and believed.
 *
 * @param key the same for each repetition of the push, 64 characters
 * @param type WeChat's {@code MsgType}: {@code text}, {@code image}, {@code event}, …
 * @param event WeChat's {@code Event}, empty for what is none
 * @param openid who wrote or did it; personal data
 * @param fields all it said, by WeChat's names
 */
public record Push(String key, String type, String event, String openid, Map<String, String> fields) {

    public Push {
        fields = Map.copyOf(fields);
    }

    @Nullable
    String field(String name) {
        return fields.get(name);
    }

    /** Shows nothing that anybody wrote. */
    @Override
    public String toString() {
        return "Push[" + type + " " + event + "]";
    }
}
