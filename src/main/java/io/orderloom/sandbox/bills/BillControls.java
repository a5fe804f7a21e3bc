package io.orderloom.sandbox.bills;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.sandbox.control.ControlCall;
import io.orderloom.sandbox.control.Controls;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Refused;
import io.orderloom.sandbox.wire.Routes;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plants differences in a day's bill: {@code POST /sandbox/v1/bills/{channel}/{date}}. */
public final class BillControls {

    private final Bills bills;
    private final List<String> channels;

    public BillControls(Bills bills, List<String> channels) {
        this.bills = bills;
        this.channels = channels;
    }

    public void register(Routes routes) {
        routes.post(Controls.BASE + "/bills/{channel}/{date}", Controls.sameOrigin(this::plant));
    }

    private HttpAnswer plant(HttpCall call) {
        ControlCall asked = ControlCall.of(call, "add", "drop");
        String channel = call.variable("channel");
        if (!channels.contains(channel)) {
            throw ControlCall.problem(404, "NOT_FOUND", "channel must be one of " + channels);
        }
        LocalDate date = date(call.variable("date"));
        Map<String, Long> add = new LinkedHashMap<>();
        for (JsonNode line : list(asked, "add")) {
            if (!line.path("paymentNo").isTextual() || !line.path("amountFen").canConvertToLong()) {
                throw ControlCall.problem(400, "MALFORMED_REQUEST", "add is a list of {paymentNo, amountFen}");
            }
            add.put(line.path("paymentNo").textValue(), line.path("amountFen").longValue());
        }
        Set<String> drop = new LinkedHashSet<>();
        for (JsonNode number : list(asked, "drop")) {
            if (!number.isTextual()) {
                throw ControlCall.problem(400, "MALFORMED_REQUEST", "drop is a list of numbers");
            }
            drop.add(number.textValue());
        }
        bills.plant(channel, date, add, drop);
        return HttpAnswer.json(
                200, Json.object().put("lines", bills.day(channel, date).size()));
    }

    private static Iterable<JsonNode> list(ControlCall asked, String field) {
        JsonNode list = asked.value(field).orElseGet(() -> Json.object().arrayNode());
        if (!list.isArray()) {
            throw ControlCall.problem(400, "MALFORMED_REQUEST", field + " must be a list");
        }
        return list;
    }

    private static LocalDate date(String text) throws Refused {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw ControlCall.problem(400, "MALFORMED_REQUEST", "The date is like 2026-11-22");
        }
    }
}
