package io.orderloom.sandbox.faults;

import io.orderloom.sandbox.faults.GatewayCall.Fate;
import io.orderloom.sandbox.wire.Handler;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that wait for their call, oldest first. */
public final class Faults {

    private final List<Fault> waiting = new ArrayList<>();

    public synchronized void add(Fault fault) {
        waiting.add(fault);
    }

    public synchronized void clear() {
        waiting.clear();
    }

    public synchronized List<Fault> waiting() {
        return List.copyOf(waiting);
    }

    /**
     * Takes the oldest fault that was meant for such a call.
     *
     * @param text address and body, in which a fault's reference is looked for
     */
    public synchronized Optional<Fault> take(String channel, Fault.Operation operation, String text) {
        for (int i = 0; i < waiting.size(); i++) {
            Fault fault = waiting.get(i);
            if (fault.matches(channel, operation, text)) {
                if (fault.times() <= 1) {
                    waiting.remove(i);
                } else {
                    waiting.set(i, fault.onceLess());
                }
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    /** Lets ordered faults befall a gateway's call. */
    public Handler around(String channel, Fault.Operation operation, Dialect dialect, GatewayCall call) {
        return request -> take(channel, operation, request.target() + "\n" + request.bodyText())
                .map(fault -> befallen(fault, dialect, call, request))
                .orElseGet(() -> call.answer(request, Fate.NORMAL));
    }

    private static HttpAnswer befallen(Fault fault, Dialect dialect, GatewayCall call, HttpCall request) {
        if (fault.answer() == Fault.Answer.PROCESSING) {
            return call.answer(request, Fate.UNDECIDED);
        }
        if (fault.answer() == Fault.Answer.ABNORMAL) {
            return call.answer(request, Fate.ABNORMAL);
        }
        HttpAnswer real = fault.effect() ? answerOf(call, request) : dialect.systemError();
        return switch (fault.answer()) {
            case TIMEOUT -> real.travelling(HttpAnswer.Journey.HELD);
            case HTTP_500 -> HttpAnswer.empty(500);
            case HTTP_502 ->
                HttpAnswer.text(502, "text/html", "<html><head><title>502 Bad Gateway</title></head></html>\n");
            case SYSTEM_ERROR -> dialect.systemError();
            case NOT_ENOUGH -> dialect.notEnough();
            case RATE_LIMITED -> dialect.rateLimited();
            case RESET -> real.travelling(HttpAnswer.Journey.CUT);
            case HALF_BODY ->
                (real.body().length > 1 ? real : dialect.systemError()).travelling(HttpAnswer.Journey.HALF);
            case BAD_SIGNATURE -> dialect.badlySigned(fault.effect() ? real : HttpAnswer.json(200, Json.object()));
            case PROCESSING, ABNORMAL -> throw new IllegalStateException("Answered above");
        };
    }

    private static HttpAnswer answerOf(GatewayCall call, HttpCall request) {
        try {
            return call.answer(request, Fate.NORMAL);
        } catch (Refused e) {
            return e.answer();
        }
    }
}
