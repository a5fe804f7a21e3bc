package io.orderloom.payment.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.payment.Channel;
import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.PaymentGateway.PaymentRef;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.PaymentNotification.Raw;
import io.orderloom.payment.Scene;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.Money;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import io.orderloom.testing.GatewaySandbox;
import io.orderloom.testing.Postbox;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes money by one adapter, as a shop does while its keys are replaced. */
public class SellingShop {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BusinessNumbers NUMBERS = new BusinessNumbers(Instant::now, "01");

    private final GatewaySandbox sandbox;
    private final Postbox postbox;
    private final PaymentGateway gateway;
    private final PaymentNotification.Reader reader;
    private final Scene scene;

    /** @param postbox where the sandbox sends notifications */
    public SellingShop(
            GatewaySandbox sandbox,
            Postbox postbox,
            PaymentGateway gateway,
            PaymentNotification.Reader reader,
            Scene scene) {
        this.sandbox = sandbox;
        this.postbox = postbox;
        this.gateway = gateway;
        this.reader = reader;
        this.scene = scene;
    }

    /** Something that may happen while money is taken. */
    public interface Change {
        void happen() throws IOException;
    }

    public PaymentGateway gateway() {
        return gateway;
    }

    public PaymentNotification.Reader reader() {
        return reader;
    }

    /** A payment that nobody has opened yet. */
    public PrepayRequest request() {
        Instant now = Instant.now();
        PaymentRef payment = new PaymentRef(new PaymentNo(NUMBERS.next()), scene, now, now.plusSeconds(1800));
        return new PrepayRequest(payment, Money.ofFen(12_900), "Loom tea", "payer-of-alice", null);
    }

    /** Opens a payment, and the client app shows it. */
    public PrepayRequest opens() {
        PrepayRequest request = request();
        Map<String, String> params = succeeded(gateway.prepay(request));
        sandbox.post(
                "/sandbox/v1/client-calls",
                JSON.createObjectNode()
                        .put("channel", channel().name())
                        .put("scene", scene.name())
                        .set("clientParams", JSON.valueToTree(params)));
        return request;
    }

    public State state(PrepayRequest request) {
        return succeeded(gateway.query(request.payment())).state();
    }

    /** What the gateway sends about a payment. */
    public Raw notified(PrepayRequest request) {
        sandbox.post(
                "/sandbox/v1/notifications",
                JSON.createObjectNode()
                        .put("paymentNo", request.payment().paymentNo().value()));
        Postbox.Letter letter = postbox.next();
        return new Raw(letter.headers(), letter.body());
    }

    /** Opens a payment, asks, is told and believes it. */
    public void livesThroughAPayment() {
        PrepayRequest request = opens();
        sandbox.pay(request.payment().paymentNo().value());
        assertThat(state(request)).isEqualTo(State.PAID);
        // Either signature comes, where both are possible.
        for (int time = 0; time < (channel() == Channel.WECHAT_PAY ? 8 : 2); time++) {
            assertThat(reader.read(notified(request)).payment().state()).isEqualTo(State.PAID);
        }
    }

    /** Opens so many payments and asks about each. */
    public void takesMoney(int times) {
        for (int time = 0; time < times; time++) {
            assertThat(state(opens())).isNotEqualTo(State.CLOSED);
        }
    }

    /** Opens, asks and reads notifications without a pause; not one of them may go wrong. */
    public void takesMoneyMeanwhile(Change change) {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger payments = new AtomicInteger();
        CompletableFuture<Void> selling = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                livesThroughAPayment();
                payments.incrementAndGet();
            }
        });
        try {
            await().until(() -> payments.get() >= 2 || selling.isDone());
            change.happen();
            int before = payments.get();
            await().until(() -> payments.get() >= before + 3 || selling.isDone());
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            over.set(true);
            selling.join();
        }
    }

    /** The value of an outcome that must be a success. */
    public static <T> T succeeded(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Succeeded<T> success) {
            return success.value();
        }
        throw new AssertionError("Expected success, not " + outcome);
    }

    private Channel channel() {
        return gateway.channel();
    }
}
