package io.orderloom.payment.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.payment.BillSource;
import io.orderloom.payment.BillSource.Bill;
import io.orderloom.payment.BillSource.Kind;
import io.orderloom.payment.BillSource.Line;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.GatewaySandbox;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What the tests of all gateways' bills do: let the sandbox list something, and read what came. */
public final class BillDriver {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BillDriver() {}

    public static void plant(GatewaySandbox sandbox, String channel, LocalDate day, String paymentNo, long fen) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("add").addObject().put("paymentNo", paymentNo).put("amountFen", fen);
        sandbox.post("/sandbox/v1/bills/" + channel + "/" + day, body);
    }

    /** Lets the next call of the channel's {@code bill} whose address holds this text fail. */
    public static void faultAt(GatewaySandbox sandbox, String channel, String address, String answer) {
        sandbox.post(
                "/sandbox/v1/faults",
                JSON.createObjectNode()
                        .put("channel", channel)
                        .put("operation", "bill")
                        .put("answer", answer)
                        .put("effect", true)
                        .put("reference", address));
    }

    public static List<String> read(Outcome<Bill> outcome) throws IOException {
        if (!(outcome instanceof Outcome.Succeeded<Bill> fetched)) {
            throw new AssertionError("Expected a bill, not " + outcome);
        }
        List<String> lines = new ArrayList<>();
        fetched.value().read(new BillSource.Reader() {
            @Override
            public void trade(Line line) {
                lines.add(line.kind() + " " + line.number() + " " + line.paymentNo() + " " + line.amountFen() + " "
                        + line.feeFen());
            }

            @Override
            public void movement(Kind kind, String number, long amountFen) {
                lines.add("moved " + kind + " " + number + " " + amountFen);
            }
        });
        return lines;
    }
}
