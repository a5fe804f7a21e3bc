package io.orderloom.engine;

import org.jspecify.annotations.Nullable;

/** A model failed on a fact that it was told. */
final class TellingFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProcessSignal signal;
    private final transient ElementTrail.@Nullable Element element;

    TellingFailed(ProcessSignal signal, ElementTrail.@Nullable Element element, Throwable cause) {
        super(
                IncidentTexts.of(
                        signal.orderNo().value(),
                        element == null ? null : element.id(),
                        element == null ? null : element.name(),
                        IncidentTexts.reason(cause)),
                cause);
        this.signal = signal;
        this.element = element;
    }

    ProcessSignal signal() {
        return signal;
    }

    ElementTrail.@Nullable Element element() {
        return element;
    }

    String reason() {
        return IncidentTexts.reason(this);
    }
}
