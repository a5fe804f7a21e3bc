package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A shopper wants to be forgotten: personal data goes, the books stay. */
class ErasureTest {

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(10);

    @Test
    void addressesAndPayersAreGoneAndTheOrderStillTellsWhatWasSold() {
        String orderNo = shop.placeBaseOrder();
        shop.openPayment(orderNo);
        assertThat(sealed(orderNo)).isEqualTo(2);
        Answer early = shop.shop().delete("/api/v1/me");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.code()).isEqualTo("ORDERS_UNDER_WAY");
        assertThat(sealed(orderNo)).isEqualTo(2);

        shop.shop().post("/api/v1/orders/" + orderNo + "/cancellation", Map.of());
        shop.awaitStatus(orderNo, "CANCELLED");
        assertThat(shop.shop().delete("/api/v1/me").status()).isBetween(200, 204);
        assertThat(sealed(orderNo)).isZero();
        assertThat(shop.order(orderNo).path("payableFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        assertThat(shop.shop().delete("/api/v1/me").status()).isBetween(200, 204);
    }

    /** How many personal values the database keeps of the order and its payment. */
    private int sealed(String orderNo) {
        return JdbcClient.create(service.database().dataSource())
                .sql("""
                        SELECT (SELECT COUNT(shipping_address_sealed) + COUNT(remark_sealed) FROM orders WHERE order_no = ?)
                            + (SELECT COUNT(payer_id_sealed) FROM payments WHERE order_no = ?)""")
                .params(orderNo, orderNo)
                .query(Integer.class)
                .single();
    }
}
