package io.orderloom.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.gateway.Courier;
import io.orderloom.sandbox.gateway.NotificationOrder;
import io.orderloom.sandbox.gateway.Outbound;
import io.orderloom.sandbox.gateway.PaymentChannel;
import io.orderloom.sandbox.gateway.Tamper;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Routes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Sends notifications on order, true and forged, and tells what they were told. */
public final class NotificationControls {

    private final Books books;
    private final KnownPayments payments;
    private final Courier courier;
    private final Map<String, PaymentChannel> channels = new LinkedHashMap<>();

    public NotificationControls(Books books, KnownPayments payments, Courier courier, List<PaymentChannel> channels) {
        this.books = books;
        this.payments = payments;
        this.courier = courier;
        channels.forEach(channel -> this.channels.put(channel.name(), channel));
    }

    public void register(Routes routes) {
        routes.post(Controls.BASE + "/notifications", Controls.sameOrigin(this::send));
    }

    private HttpAnswer send(HttpCall call) {
        ControlCall asked = ControlCall.of(call, "paymentNo", "refundNo", "tamper", "amountFen", "copies", "parallel");
        NotificationOrder order = new NotificationOrder(
                asked.word("tamper", Tamper.class).orElse(Tamper.NONE),
                asked.whole("amountFen", 0, Long.MAX_VALUE).orElse(null));
        int parallel = asked.whole("parallel", 1, 64).orElse(1L).intValue();
        int copies =
                Math.max(parallel, asked.whole("copies", 1, 1000).orElse(1L).intValue());
        Supplier<Outbound> composer = composer(asked, order);
        ObjectNode answer = Json.object();
        ArrayNode answers = answer.putArray("answers");
        deliver(composer, copies, parallel).forEach(reply -> answers.add(reply.status()));
        return HttpAnswer.json(200, answer);
    }

    private List<Courier.Reply> deliver(Supplier<Outbound> composer, int copies, int parallel) {
        ExecutorService senders = Executors.newFixedThreadPool(parallel);
        try {
            List<CompletableFuture<Courier.Reply>> replies = new ArrayList<>();
            for (int i = 0; i < copies; i++) {
                replies.add(CompletableFuture.supplyAsync(() -> courier.carry(composer.get()), senders));
            }
            return replies.stream().map(CompletableFuture::join).toList();
        } finally {
            senders.shutdown();
        }
    }

    private Supplier<Outbound> composer(ControlCall asked, NotificationOrder order) {
        Optional<String> paymentNo = asked.text("paymentNo");
        Optional<String> refundNo = asked.text("refundNo");
        if (paymentNo.isPresent() == refundNo.isPresent()) {
            throw ControlCall.problem(400, "MALFORMED_REQUEST", "Give paymentNo or refundNo");
        }
        if (paymentNo.isPresent()) {
            Payment payment = payments.find(paymentNo.get())
                    .orElseThrow(() -> ControlCall.problem(404, "NOT_FOUND", "No such payment"));
            return () -> channel(payment.channel()).compose(payment, order);
        }
        Refund refund = books.refund(refundNo.orElseThrow())
                .orElseThrow(() -> ControlCall.problem(404, "NOT_FOUND", "No such refund"));
        if (refund.notifyUrl() == null) {
            throw ControlCall.problem(409, "NOBODY_TO_TELL", "The refund was asked for without a notify_url");
        }
        return () -> channel(refund.channel()).compose(refund, order);
    }

    private PaymentChannel channel(String name) {
        return Optional.ofNullable(channels.get(name)).orElseThrow();
    }
}
