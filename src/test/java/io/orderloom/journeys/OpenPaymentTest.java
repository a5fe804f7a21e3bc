package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.payment.Channel;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.Servers;
import io.orderloom.testing.Servers.Commit;
import io.orderloom.testing.ShopDriver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What opening a payment costs, and what may happen while it is opened. */
class OpenPaymentTest {

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @AfterEach
    void heal() {
        shop.sandbox().delete("/sandbox/v1/faults");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void openingCostsOneCommitBeforeTheGatewayIsCalledAndOneAfter(Channel channel) {
        String orderNo = shop.placeBaseOrder();

        List<Commit> commits =
                Servers.commitsDuring(RunningService.shared().database(), () -> shop.opens(orderNo, channel)).stream()
                        // what the service does meanwhile for others is none of it
                        .filter(commit -> commit.did("INSERT INTO payments")
                                || commit.did("INSERT INTO timeline_entries")
                                || commit.did("INSERT INTO idempotency_keys")
                                || commit.did("UPDATE idempotency_keys"))
                        .toList();

        assertThat(commits).hasSize(2);
        assertThat(commits.get(0))
                .matches(first -> first.did("INSERT INTO payments") && first.did("INSERT INTO idempotency_keys"));
        assertThat(commits.get(1))
                .matches(second -> second.did("UPDATE payments") && second.did("UPDATE idempotency_keys"));
    }

    @Test
    void moneyThatIsInBeforeTheOpeningCallIsAnsweredIsBooked() {
        Map<String, CompletableFuture<Answer>> openings = new LinkedHashMap<>();
        for (Channel channel : Channel.values()) {
            String orderNo = shop.placeBaseOrder();
            shop.sandbox()
                    .post(
                            "/sandbox/v1/faults",
                            Map.of("channel", channel, "operation", "prepay", "effect", true, "answer", "TIMEOUT"));
            openings.put(orderNo, CompletableFuture.supplyAsync(() -> shop.shop()
                    .post("/api/v1/orders/" + orderNo + "/payments", Map.of("channel", channel, "scene", "NATIVE"))));
            String paymentNo = ShopDriver.await(() -> onlyPayment(orderNo), number -> !number.isEmpty());
            ShopDriver.await(
                    () -> shop.sandbox()
                            .get("/sandbox/v1/payments/" + paymentNo)
                            .status(),
                    status -> status == 200);

            shop.pays(paymentNo);
            shop.awaitStatus(orderNo, "PAID");
        }
        openings.forEach((orderNo, opening) -> {
            assertThat(opening.join().code()).isEqualTo("ALREADY_PAID");
            JsonNode payment = shop.payment(orderNo, onlyPayment(orderNo));
            assertThat(payment.path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(shop.order(orderNo).path("paidFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
            assertThat(shop.eventTypes(orderNo)).containsExactly("order.placed.v1", "order.paid.v1");
        });
    }

    @Test
    void anOpeningThatTheGatewayRefusedIsRefusedAgainUnderItsKeyAndAnotherPaymentCanBeOpened() {
        String orderNo = shop.placeBaseOrder();
        Api keyed = shop.shop().with("Idempotency-Key", "refused-" + orderNo);
        Supplier<Answer> opening = () -> keyed.post(
                "/api/v1/orders/" + orderNo + "/payments",
                Map.of("channel", "WECHAT_PAY", "scene", "MINI_PROGRAM", "payerId", "no openid"));

        assertThat(List.of(opening.get(), opening.get())).allSatisfy(refused -> {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("PAYMENT_DECLINED");
            assertThat(refused.text("gatewayCode")).isEqualTo("PARAM_ERROR");
        });
        assertThat(shop.shop().get("/api/v1/orders/" + orderNo + "/payments").body())
                .hasSize(1);

        shop.pays(shop.opens(orderNo, Channel.WECHAT_PAY));
        shop.awaitStatus(orderNo, "PAID");
    }

    /** Its number; empty while there is none. */
    private String onlyPayment(String orderNo) {
        return shop.shop()
                .get("/api/v1/orders/" + orderNo + "/payments")
                .body()
                .path(0)
                .path("paymentNo")
                .asText();
    }
}
