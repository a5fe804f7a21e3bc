package io.orderloom.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.faults.Fault;
import io.orderloom.sandbox.faults.Faults;
import io.orderloom.sandbox.gateway.ClientRefusal;
import io.orderloom.sandbox.gateway.PaymentChannel;
import io.orderloom.sandbox.gateway.Settlement;
import io.orderloom.sandbox.wire.Handler;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Routes;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The levers over payments, refunds, faults and books: {@code /sandbox/v1/…}. */
public final class Controls {

    public static final String BASE = "/sandbox/v1";

    private static final String SOME_PAYER = "openid-of-a-payer";
    private static final Set<Fault.Operation> WITHOUT_CHANNEL =
            Set.of(Fault.Operation.TRACK, Fault.Operation.SHIPPING_INFO, Fault.Operation.MESSAGE);

    private final Books books;
    private final KnownPayments payments;
    private final Faults faults;
    private final Settlement settlement;
    private final Supplier<Instant> clock;
    private final Map<String, PaymentChannel> channels = new LinkedHashMap<>();

    public Controls(
            Books books,
            KnownPayments payments,
            Faults faults,
            Settlement settlement,
            Supplier<Instant> clock,
            List<PaymentChannel> channels) {
        this.books = books;
        this.payments = payments;
        this.faults = faults;
        this.settlement = settlement;
        this.clock = clock;
        channels.forEach(channel -> this.channels.put(channel.name(), channel));
    }

    public void register(Routes routes) {
        routes.get(BASE + "/payments", this::payments);
        routes.get(BASE + "/payments/{paymentNo}", call -> HttpAnswer.json(200, view(payment(call))));
        routes.post(BASE + "/payments/{paymentNo}/pay", sameOrigin(this::pay));
        routes.post(BASE + "/refunds/{refundNo}/settle", sameOrigin(this::settle));
        routes.post(BASE + "/client-calls", sameOrigin(this::clientCall));
        routes.get(BASE + "/books", call -> books());
        routes.post(BASE + "/faults", sameOrigin(this::plantFault));
        routes.get(BASE + "/faults", call -> HttpAnswer.json(200, Map.of("faults", faults.waiting())));
        routes.add("DELETE", BASE + "/faults", sameOrigin(call -> {
            faults.clear();
            return HttpAnswer.empty(204);
        }));
    }

    /** Programs send no Origin; a page of another site that does must not pull these levers. */
    public static Handler sameOrigin(Handler handler) {
        return call -> {
            Optional<String> origin = call.header("Origin");
            if (origin.isPresent() && !origin.get().equals("null")) {
                String authority = authority(origin.get());
                if (!authority.equals(call.header("Host").orElse("").toLowerCase(Locale.ROOT))) {
                    throw ControlCall.problem(403, "FOREIGN_ORIGIN", "Only this sandbox's own pages may do this");
                }
            } else if (origin.isPresent()) {
                throw ControlCall.problem(403, "FOREIGN_ORIGIN", "Only this sandbox's own pages may do this");
            }
            return handler.handle(call);
        };
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private HttpAnswer pay(HttpCall call) {
        ControlCall asked = ControlCall.of(call, "amountFen", "payer", "notify", "force");
        boolean force = asked.flag("force", false);
        Optional<Long> amountFen = asked.whole("amountFen", 1, Long.MAX_VALUE);
        Optional<String> payer = asked.text("payer");
        String paymentNo = call.variable("paymentNo");
        // Outside of the piece: the books must not wait for another's database.
        if (payments.find(paymentNo).isEmpty()) {
            throw unknown(paymentNo);
        }
        Payment paid = books.inOnePiece(() -> {
            Payment payment = payment(call);
            Instant now = clock.get();
            switch (payment.stateAt(now)) {
                case SUCCESS, REFUND ->
                    throw ControlCall.problem(409, "ALREADY_PAID", "The payment " + payment.paymentNo() + " is paid");
                case CLOSED -> {
                    if (!force) {
                        throw ControlCall.problem(
                                409,
                                "PAYMENT_CLOSED",
                                "The payment is closed or expired; \"force\":true takes the money all the same");
                    }
                }
                case NOTPAY -> {}
            }
            String by = payer.orElse(payment.payer() == null ? SOME_PAYER : payment.payer());
            return books.write(payment.paid(amountFen.orElse(payment.amountFen()), by, now));
        });
        if (asked.flag("notify", true)) {
            channel(paid.channel()).announce(paid);
        }
        return HttpAnswer.json(200, view(paid));
    }

    private HttpAnswer settle(HttpCall call) {
        ControlCall asked = ControlCall.of(call, "state", "notify");
        Refund.State state = asked.word("state", Refund.State.class).orElse(Refund.State.SUCCESS);
        String refundNo = call.variable("refundNo");
        if (books.refund(refundNo).isEmpty()) {
            throw ControlCall.problem(404, "NOT_FOUND", "No refund " + refundNo);
        }
        if (state == Refund.State.PROCESSING) {
            throw ControlCall.problem(400, "MALFORMED_REQUEST", "A refund settles as SUCCESS, ABNORMAL or CLOSED");
        }
        Refund settled = settlement
                .settle(refundNo, state)
                .orElseThrow(() -> ControlCall.problem(409, "ALREADY_SETTLED", "The refund has settled"));
        if (asked.flag("notify", true)) {
            channel(settled.channel()).announce(settled);
        }
        return HttpAnswer.json(200, view(settled));
    }

    private HttpAnswer clientCall(HttpCall call) {
        ControlCall asked = ControlCall.of(call, "channel", "scene", "clientParams");
        PaymentChannel channel = channel(asked.requiredText("channel"));
        String scene = asked.requiredText("scene");
        JsonNode params = asked.value("clientParams")
                .filter(JsonNode::isObject)
                .orElseThrow(() -> ControlCall.problem(400, "MALFORMED_REQUEST", "clientParams must be an object"));
        try {
            return HttpAnswer.json(200, view(channel.openInClient(scene, params)));
        } catch (ClientRefusal e) {
            throw ControlCall.problem(422, "CLIENT_REFUSES", String.valueOf(e.getMessage()));
        }
    }

    private HttpAnswer payments(HttpCall call) {
        boolean open = call.query("open").filter("true"::equals).isPresent();
        Instant now = clock.get();
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("payments");
        for (Payment payment : books.payments()) {
            if (!open || payment.stateAt(now) == Payment.State.NOTPAY) {
                list.add(view(payment));
            }
        }
        return HttpAnswer.json(200, answer.put("now", now.toString()));
    }

    private HttpAnswer books() {
        ObjectNode answer = Json.object();
        ArrayNode payments = answer.putArray("payments");
        books.payments().forEach(payment -> payments.add(view(payment)));
        ArrayNode refunds = answer.putArray("refunds");
        books.refunds().forEach(refund -> refunds.add(view(refund)));
        return HttpAnswer.json(200, answer);
    }

    private HttpAnswer plantFault(HttpCall call) {
        ControlCall asked = ControlCall.of(call, "channel", "operation", "effect", "answer", "times", "reference");
        Fault.Operation operation = asked.requiredWord("operation", Fault.Operation.class);
        Optional<String> channel = asked.text("channel");
        Fault fault = new Fault(
                WITHOUT_CHANNEL.contains(operation) ? null : channel.orElse(null),
                operation,
                asked.text("reference").orElse(null),
                asked.flag("effect", false),
                asked.requiredWord("answer", Fault.Answer.class),
                asked.whole("times", 1, 1_000_000).orElse(1L).intValue());
        boolean carrier = operation == Fault.Operation.NOTIFY && "KUAIDI100".equals(fault.channel());
        if (fault.channel() != null
                && !carrier
                && channel(fault.channel()).lacks().contains(operation)) {
            throw impossible(fault.channel() + " has no such operation");
        }
        fault.objection().ifPresent(reason -> {
            throw impossible(reason);
        });
        faults.add(fault);
        return HttpAnswer.json(201, fault);
    }

    private static RuntimeException impossible(String reason) {
        return ControlCall.problem(422, "FAULT_IMPOSSIBLE", reason);
    }

    private Payment payment(HttpCall call) {
        String paymentNo = call.variable("paymentNo");
        return books.payment(paymentNo).orElseThrow(() -> unknown(paymentNo));
    }

    private static RuntimeException unknown(String paymentNo) {
        return ControlCall.problem(404, "NOT_FOUND", "No gateway knows a payment " + paymentNo);
    }

    private PaymentChannel channel(String name) {
        PaymentChannel channel = channels.get(name);
        if (channel == null) {
            throw ControlCall.problem(400, "MALFORMED_REQUEST", "channel must be one of " + channels.keySet());
        }
        return channel;
    }

    private ObjectNode view(Payment payment) {
        ObjectNode view = Json.object()
                .put("channel", payment.channel())
                .put("paymentNo", payment.paymentNo())
                .put("scene", payment.terms().scene())
                .put("state", payment.stateAt(clock.get()).name())
                .put("amountFen", payment.amountFen())
                .put("currency", payment.terms().currency())
                .put("description", payment.terms().description())
                .put("openedAt", payment.terms().openedAt().toString())
                .put("expiresAt", payment.terms().expiresAt().toString());
        if (payment.paidAt() == null) {
            return view.putNull("gatewayTransactionId");
        }
        return view.put("gatewayTransactionId", payment.terms().transactionId())
                .put("payer", payment.payer())
                .put("paidAt", payment.paidAt().toString());
    }

    private static ObjectNode view(Refund refund) {
        ObjectNode view = Json.object()
                .put("channel", refund.channel())
                .put("refundNo", refund.refundNo())
                .put("paymentNo", refund.paymentNo())
                .put("amountFen", refund.amountFen())
                .put("state", refund.state().name())
                .put("gatewayRefundId", refund.refundId())
                .put("createdAt", refund.createdAt().toString());
        return refund.settledAt() == null
                ? view
                : view.put("settledAt", refund.settledAt().toString());
    }
}
