package io.orderloom.logging;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.logback.StructuredLogEncoder;

/**
 * The one way out for log events: text for people, or JSON when {@code orderloom.log.format} is {@code json}
 * (the same as {@code logstash}), {@code ecs} or {@code gelf}. Masks what it has written.
 */
public final class MaskingEncoder extends EncoderBase<ILoggingEvent> {

    private static final String TEXT = "text";

    /** Moment in UTC, level, thread, the order and the request if there are any, who speaks, what. */
    private static final String PATTERN = "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\",UTC} %-5level [%thread]"
            + "%replace( order=%X{orderNo} request=%X{requestId}){' (order|request)=(?= |$)', ''}"
            + " %logger{30}: %oneLineMessage%n%ex";

    private String format = TEXT;
    private @Nullable Encoder<ILoggingEvent> delegate;

    /** Called by Logback with what the configuration says. */
    public void setFormat(String format) {
        this.format = format.isBlank() ? TEXT : format.strip();
    }

    @Override
    public void start() {
        Encoder<ILoggingEvent> encoder =
                switch (format) {
                    case TEXT -> text();
                    case "json" -> structured("logstash");
                    case "logstash", "ecs", "gelf" -> structured(format);
                    default ->
                        throw new IllegalArgumentException("orderloom.log.format is '" + format
                                + "'; it may be text, json, logstash, ecs or gelf");
                };
        encoder.setContext(getContext());
        encoder.start();
        delegate = encoder;
        super.start();
    }

    private static Encoder<ILoggingEvent> text() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder() {
            @Override
            public void start() {
                PatternLayout layout = new PatternLayout();
                layout.setContext(getContext());
                layout.getInstanceConverterMap().put("oneLineMessage", OneLineMessage::new);
                layout.setPattern(getPattern());
                layout.start();
                this.layout = layout;
                started = true;
            }
        };
        encoder.setPattern(PATTERN);
        return encoder;
    }

    private static Encoder<ILoggingEvent> structured(String format) {
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setFormat(format);
        encoder.setCharset(StandardCharsets.UTF_8);
        return encoder;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Encoder<ILoggingEvent> encoder = delegate;
        if (encoder == null) {
            return new byte[0];
        }
        String line = new String(encoder.encode(event), StandardCharsets.UTF_8);
        return Mask.apply(line).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte @Nullable [] headerBytes() {
        return null;
    }

    @Override
    public byte @Nullable [] footerBytes() {
        return null;
    }
}
