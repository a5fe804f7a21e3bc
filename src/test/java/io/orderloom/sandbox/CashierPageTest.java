package io.orderloom.sandbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.orderloom.testing.Chromium;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cashier page in a real browser the size of a phone. */
class CashierPageTest extends SandboxTest {

    private Chromium chromium;
    private Page page;

    @BeforeEach
    void openBrowser() {
        now = Instant.now();
        chromium = Chromium.launch();
        page = chromium.page("zh-CN", 390, 844);
    }

    @AfterEach
    void closeBrowser() {
        chromium.close();
    }

    private void press(String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    @Test
    void thePayerSeesTheAmountPaysAndTheMerchantIsTold() {
        page.navigate(sandbox.baseUrl() + "/");
        assertThat(page.getByText("暂无待支付的订单")).isVisible();
        String paymentNo = open(22401);

        assertThat(page.locator(".amount")).hasText("¥224.01");
        assertThat(page.locator(".clock")).containsText("剩余 29:");
        press("确认支付");

        assertThat(page.locator(".state")).hasText("✓ 支付成功");
        assertThat(merchant.call("GET", query(paymentNo), "")
                        .json()
                        .path("trade_state")
                        .asText())
                .isEqualTo("SUCCESS");
        sandbox.runDue();
        assertThat(merchant.received).hasSize(1);
        assertThat(chromium.complaints()).isEmpty();
        double width = ((Number) page.evaluate("document.documentElement.scrollWidth")).doubleValue();
        assertThat(width).isLessThanOrEqualTo(390);
    }

    @Test
    void anAlipayPageLeadsToItsOwnPaymentAndThePayerPaysIt() {
        AlipayMerchant alipay = new AlipayMerchant(KEYS, sandbox);
        String paymentNo = TestMerchant.number();
        Map<String, String> call = alipay.signed(
                "alipay.trade.wap.pay",
                AlipayMerchant.trade(paymentNo, "12.50", "QUICK_WAP_WAY", now.plusSeconds(1800)),
                merchant.url("/webhooks/alipay"));
        open(100);

        page.navigate(sandbox.baseUrl() + "/alipay/gateway.do?" + AlipayMerchant.encoded(call));

        assertThat(page.locator(".amount")).hasText("¥12.50");
        assertThat(page.locator(".channel")).hasText("支付宝 · H5");
        press("确认支付");
        assertThat(page.locator(".state")).hasText("✓ 支付成功");
        sandbox.runDue();
        assertThat(merchant.received).hasSize(1);
        assertThat(alipay.opened(merchant.received.get(0).body())).containsEntry("out_trade_no", paymentNo);
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void aFailureCanBeTriedAgainAndWalkingAwayTellsNobody() {
        String paymentNo = open(100);
        page.navigate(sandbox.baseUrl() + "/");
        press("模拟失败");
        assertThat(page.locator(".state")).hasText("支付失败，仍可重新支付");
        press("离开不付");
        assertThat(page.locator(".actions")).isHidden();
        assertThat(merchant.get("/sandbox/v1/payments/" + paymentNo)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("NOTPAY");
        assertThat(merchant.received).isEmpty();
    }

    @Test
    void aDirectLinkShowsOnePaymentInTheLanguageOfTheReader() {
        open(100);
        String paymentNo = open(5900);
        page.navigate(sandbox.baseUrl() + "/?paymentNo=" + paymentNo);
        assertThat(page.locator(".card")).hasCount(1);
        press("English");
        assertThat(page.locator(".number")).hasText("Payment " + paymentNo);
        press("Pay now");
        assertThat(page.locator(".state")).hasText("✓ Paid");
        page.navigate(sandbox.baseUrl() + "/?paymentNo=" + paymentNo);
        assertThat(page.locator(".state")).hasText("✓ Paid");
        page.navigate(sandbox.baseUrl() + "/?paymentNo=P0000000");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("There is no such payment");
    }
}
