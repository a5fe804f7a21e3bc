package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bob tries everything on Alice's order. */
class SomebodyElsesOrderTest {

    private final ShopDriver alice = new ShopDriver(RunningService.shared()).stocked(10);
    private final Api bob = new ShopDriver(RunningService.shared()).shop();

    @Test
    void everyCallAnswersAsIfTheOrderWereNotThereAndChangesNothing() {
        String orderNo = alice.placeBaseOrder();
        String paymentNo = alice.openPayment(orderNo).text("paymentNo");
        String before = alice.order(orderNo).toString();
        String orders = "/api/v1/orders/" + orderNo;
        String absent = "/api/v1/orders/0123456789ABCDEFGHJK";
        for (String suffix : new String[] {"", "/payments", "/shipments", "/timeline"}) {
            sameAsAbsent(bob.get(orders + suffix), bob.get(absent + suffix));
        }
        Map<String, String> payment = Map.of("channel", "WECHAT_PAY", "scene", "NATIVE");
        sameAsAbsent(bob.post(orders + "/payments", payment), bob.post(absent + "/payments", payment));
        sameAsAbsent(
                bob.post(orders + "/payments/" + paymentNo + "/sync", ""),
                bob.post(absent + "/payments/" + paymentNo + "/sync", ""));
        sameAsAbsent(bob.post(orders + "/cancellation", Map.of()), bob.post(absent + "/cancellation", Map.of()));
        sameAsAbsent(bob.post(orders + "/receipt", ""), bob.post(absent + "/receipt", ""));
        assertThat(bob.get("/api/v1/orders").body().toString()).doesNotContain(orderNo);
        assertThat(alice.order(orderNo).toString()).isEqualTo(before);
    }

    private static void sameAsAbsent(Answer foreign, Answer absent) {
        assertThat(foreign.status()).as(foreign.toString()).isEqualTo(404);
        assertThat(foreign.code()).isEqualTo(absent.code());
        assertThat(foreign.text("detail")).isEqualTo(absent.text("detail"));
        assertThat(absent.status()).isEqualTo(404);
    }
}
