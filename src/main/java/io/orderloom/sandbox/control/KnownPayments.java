package io.orderloom.sandbox.control;

import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.gateway.ClientRefusal;
import io.orderloom.sandbox.gateway.PaymentChannel;
import io.orderloom.sandbox.gateway.ServicePayments;
import java.util.List;
import java.util.Optional;

/**
 * Finds payments for the controls. One of which no gateway has heard is looked up at the service that opened
 * it, and the client's part is done for it.
 */
public final class KnownPayments {

    private final Books books;
    private final List<PaymentChannel> channels;
    private final ServicePayments servicePayments;

    public KnownPayments(Books books, List<PaymentChannel> channels, ServicePayments servicePayments) {
        this.books = books;
        this.channels = List.copyOf(channels);
        this.servicePayments = servicePayments;
    }

    /** @throws io.orderloom.sandbox.wire.Refused 422 when a real client would not open it */
    Optional<Payment> find(String paymentNo) {
        return books.payment(paymentNo).or(() -> servicePayments.find(paymentNo).flatMap(this::opened));
    }

    private Optional<Payment> opened(ServicePayments.ClientCall toClient) {
        return channels.stream()
                .filter(channel -> channel.name().equals(toClient.channel()))
                .findFirst()
                .map(channel -> {
                    try {
                        return channel.openInClient(toClient.scene(), toClient.clientParams());
                    } catch (ClientRefusal e) {
                        throw ControlCall.problem(422, "CLIENT_REFUSES", String.valueOf(e.getMessage()));
                    }
                });
    }
}
