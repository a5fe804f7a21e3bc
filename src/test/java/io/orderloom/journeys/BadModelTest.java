package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A new version of the model breaks right after "paid": the money is booked all the same. */
class BadModelTest {

    private static final String MODEL = "bpmn/order-placement.bpmn";

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(10);

    @AfterEach
    void mend() throws IOException {
        deploy(model());
    }

    @Test
    void paymentsAreBookedTheOrderShowsAsStuckAndAMendedModelBringsItOn() throws IOException {
        deploy(model().replace(
                        "camunda:in source=\"orderNo\" target=\"orderNo\"",
                        "camunda:in sourceExpression=\"${noSuchThing}\" target=\"orderNo\""));
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.openPayment(orderNo).text("paymentNo");
        shop.pays(paymentNo, Map.of("notify", false));
        Answer told =
                shop.sandbox().post("/sandbox/v1/notifications", Map.of("paymentNo", paymentNo, "tamper", "NONE"));
        assertThat(told.body().path("answers").path(0).asInt()).isEqualTo(200);
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("PAID");

        shop.advance("PT10M");
        JsonNode stuck = shop.stuck(orderNo);
        assertThat(stuck.path("kind").asText()).isEqualTo("INCIDENT");
        assertThat(stuck.path("activityId").asText()).isEqualTo("CallActivity_FulfilOrder");
        assertThat(stuck.path("moneyFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);

        deploy(model());
        Answer looked = retries(true);
        assertThat(looked.status()).as(looked.toString()).isEqualTo(200);
        assertThat(shop.stuck(orderNo).path("kind").asText()).isEqualTo("INCIDENT");
        Answer retried = retries(false);
        assertThat(retried.status()).as(retried.toString()).isEqualTo(200);
        ShopDriver.await(() -> shop.stuck(orderNo), JsonNode::isMissingNode);

        shop.carrierSays(shop.ship(orderNo), "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
        shop.shop().post("/api/v1/orders/" + orderNo + "/receipt", "");
        shop.awaitStatus(orderNo, "COMPLETED");
    }

    private Answer retries(boolean dryRun) {
        return shop.staff("ops").post("/ops/v1/retries", Map.of("kind", "INCIDENT", "dryRun", dryRun));
    }

    private void deploy(String model) {
        service.bean(RepositoryService.class)
                .createDeployment()
                .name("an analyst's change")
                .addString(MODEL, model)
                .deploy();
    }

    private static String model() throws IOException {
        try (InputStream file = BadModelTest.class.getClassLoader().getResourceAsStream(MODEL)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
