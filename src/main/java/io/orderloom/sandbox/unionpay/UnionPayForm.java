package io.orderloom.sandbox.unionpay;

import io.orderloom.sandbox.gateway.ClientRefusal;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form that a page submits, as a browser understands it. */
record UnionPayForm(String action, Map<String, String> fields) {

    private static final Pattern FORM = Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("<input\\b([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-zA-Z-]+)=\"([^\"]*)\"");

    /** @throws ClientRefusal if a browser would not post anything */
    static UnionPayForm read(String html) throws ClientRefusal {
        Matcher form = FORM.matcher(html);
        if (!form.find()) {
            throw new ClientRefusal("There is no form");
        }
        Map<String, String> attributes = attributes(form.group(1));
        if (!"post".equalsIgnoreCase(attributes.get("method"))) {
            throw new ClientRefusal("The form is not posted");
        }
        Map<String, String> fields = new TreeMap<>();
        Matcher input = INPUT.matcher(form.group(2));
        while (input.find()) {
            Map<String, String> field = attributes(input.group(1));
            fields.put(field.getOrDefault("name", ""), field.getOrDefault("value", ""));
        }
        return new UnionPayForm(attributes.getOrDefault("action", ""), fields);
    }

    private static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new TreeMap<>();
        Matcher attribute = ATTRIBUTE.matcher(text);
        while (attribute.find()) {
            attributes.put(
                    attribute.group(1),
                    attribute
                            .group(2)
                            .replace("&lt;", "<")
                            .replace("&gt;", ">")
                            .replace("&quot;", "\"")
                            .replace("&#39;", "'")
                            .replace("&amp;", "&"));
        }
        return attributes;
    }
}
