package io.orderloom.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.crypto.KeySeries.Step;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Routes;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The lever over the keys of one gateway and its merchant: {@code POST /sandbox/v1/<gateway>/keys}. A restart
 * of the sandbox begins with its first keys again.
 *
 * @param gateway its name in the address
 * @param kinds what can be replaced
 * @param replacing takes a step, and answers what a new key's owner has to know by the names of the service's
 *     settings
 */
public record KeyControls<E extends Enum<E>>(
        String gateway, Class<E> kinds, BiFunction<E, Step, Map<String, String>> replacing) {

    /** Makes it known. */
    public void register(Routes routes) {
        routes.post(Controls.BASE + "/" + gateway + "/keys", Controls.sameOrigin(this::change));
    }

    private HttpAnswer change(HttpCall call) {
        ControlCall asked = ControlCall.of(call, "kind", "step");
        ObjectNode told = Json.object();
        replacing
                .apply(asked.requiredWord("kind", kinds), asked.requiredWord("step", Step.class))
                .forEach(told::put);
        return HttpAnswer.json(200, told);
    }
}
