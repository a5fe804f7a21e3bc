package io.orderloom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Chromium;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The payer's browser goes from what the service hands out to the cashier of each gateway, and pays there. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CashierOfEachChannelTest {

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(20);
    private final Chromium chromium = Chromium.launch();

    @AfterAll
    void close() {
        chromium.close();
    }

    @ParameterizedTest
    @CsvSource({
        "WECHAT_PAY, APP, 微信支付 · App",
        "WECHAT_PAY, NATIVE, 微信支付 · 扫码",
        "ALIPAY, H5, 支付宝 · H5",
        "ALIPAY, NATIVE, 支付宝 · 扫码",
        "UNIONPAY, H5, 银联 · H5",
        "UNIONPAY, NATIVE, 银联 · 扫码"
    })
    void aPaymentIsOpenedAndPaidAtItsCashier(String channel, String scene, String title) {
        String orderNo = shop.placeBaseOrderWithoutCoupon();
        Answer opened = shop.openPayment(orderNo, channel, scene);
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        try (Page cashier = chromium.page("zh-CN", 1280, 720)) {
            goToCashier(cashier, opened);
            PlaywrightAssertions.assertThat(cashier.locator(".channel")).hasText(title);
            PlaywrightAssertions.assertThat(cashier.locator(".yuan")).hasText("254.01");

            cashier.locator("button.fail").click();
            PlaywrightAssertions.assertThat(cashier.locator(".state")).hasText("支付失败，仍可重新支付");
            cashier.locator("button.pay").click();

            PlaywrightAssertions.assertThat(cashier.locator(".state")).hasText("✓ 支付成功");
        }
        shop.awaitStatus(orderNo, "PAID");
        assertThat(shop.payment(orderNo, opened.text("paymentNo"))
                        .path("channel")
                        .asText())
                .isEqualTo(channel);
    }

    @Test
    void aPaymentThatWasClosedMeanwhileCannotBePaidAtItsCashier() {
        String orderNo = shop.placeBaseOrderWithoutCoupon();
        Answer opened = shop.openPayment(orderNo, "WECHAT_PAY", "NATIVE");
        try (Page cashier = chromium.page("en-GB", 1280, 720)) {
            goToCashier(cashier, opened);
            cashier.locator("button.pay").waitFor();

            shop.shop().post("/api/v1/orders/" + orderNo + "/cancellation", Map.of("reason", "changed my mind"));
            shop.awaitStatus(orderNo, "CANCELLED");

            PlaywrightAssertions.assertThat(cashier.locator(".state")).hasText("Closed, can no longer be paid");
            PlaywrightAssertions.assertThat(cashier.locator(".actions")).isHidden();
        }
    }

    private void goToCashier(Page page, Answer opened) {
        String url = opened.body().path("clientParams").path("url").asText();
        String form = opened.body().path("clientParams").path("form").asText();
        if (!form.isEmpty()) {
            page.setContent(form);
        } else if (!url.isEmpty()) {
            page.navigate(url);
        } else {
            page.navigate(service.sandboxUrl() + "/?paymentNo=" + opened.text("paymentNo"));
        }
        page.locator(".card").waitFor();
    }
}
