package io.orderloom.web;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id under which a request is found in the log. */
public final class RequestIds {

    static final String HEADER = "X-Request-Id";

    /** Under which the log's lines carry it. */
    public static final String MDC_KEY = "requestId";

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private RequestIds() {}

    /** The caller's id when it can do no harm in a log or a header, else a new one. */
    static String of(@Nullable String offered) {
        if (offered != null && HARMLESS.matcher(offered).matches()) {
            return offered;
        }
        byte[] id = new byte[12];
        RANDOM.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
