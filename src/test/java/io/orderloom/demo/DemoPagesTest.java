package io.orderloom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.orderloom.testing.Chromium;
import io.orderloom.testing.RunningService;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A newcomer walks an order's whole story in the browser, on a phone and at a desk, in both languages. */
@Tag("browser")
class DemoPagesTest {

    private static final Path PICTURES = Path.of("target", "demo-pages");

    private final RunningService service = RunningService.shared();

    @ParameterizedTest
    @CsvSource({
        "zh-CN, 390, 844, WECHAT_PAY",
        "en-GB, 390, 844, ALIPAY",
        "zh-CN, 1280, 800, UNIONPAY",
        "en-GB, 1280, 800, WECHAT_PAY"
    })
    void anOrderIsPlacedPaidShippedSignedReceivedAndReturned(String language, int width, int height, String channel) {
        try (Chromium chromium = Chromium.launch()) {
            String name = language + "-" + width;
            Page page = chromium.page(language, width, height);

            page.navigate(service.url() + "/");
            page.locator(".card h2").first().waitFor();
            look(page, name, "1-shop");
            page.locator(".card").first().click();
            page.locator(".buy .button.strong").waitFor();
            look(page, name, "2-product");
            page.locator(".buy .button.strong").click();
            page.locator(".sums .button").waitFor();
            page.locator(".chip.coupon").first().waitFor();
            look(page, name, "3-cart");
            page.locator(".sums .button").click();
            page.locator(".diagram .here[data-element-id=EventGateway_AwaitPayment]")
                    .waitFor();
            look(page, name, "4-to-pay");

            Page cashier =
                    page.waitForPopup(() -> page.locator(".button." + channel).click());
            cashier.waitForURL(Pattern.compile("http://(?:localhost|127\\.0\\.0\\.1):\\d+/\\?paymentNo=\\w+"));
            cashier.locator("button.pay").first().waitFor();
            picture(cashier, name, "4-cashier");
            cashier.locator("button")
                    .filter(new com.microsoft.playwright.Locator.FilterOptions()
                            .setHasText(language.startsWith("zh") ? "确认支付" : "Pay"))
                    .first()
                    .click();
            page.locator(".pill.PAID").waitFor();
            cashier.close();
            look(page, name, "5-paid");
            page.locator(".task .button.strong").click();
            page.locator(".pill.SHIPPED").waitFor();
            page.locator(".diagram .here[data-element-id=EventGateway_AwaitSignature]")
                    .waitFor();
            look(page, name, "6-shipped");
            page.locator(".task .button.strong").click();
            page.locator(".pill.DELIVERED").waitFor();
            page.locator(".task .button.strong").click();
            page.locator(".pill.COMPLETED").waitFor();
            page.locator(".diagram .here[data-element-id=EndEvent_OrderCompleted]")
                    .waitFor();
            look(page, name, "7-completed");
            boolean exchanged = channel.equals("ALIPAY");
            if (exchanged) {
                asksForTheDearest(page);
                move(page, name, "REQUESTED");
                page.locator(".aftersales .pill.AWAITING_TOP_UP").waitFor();
                look(page, name, "8-awaiting_top_up");
                Page till = page.waitForPopup(
                        () -> page.locator(".aftersales .button.strong").click());
                till.locator("button")
                        .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("Pay"))
                        .first()
                        .click();
                page.locator(".aftersales .pill.AWAITING_RETURN").waitFor();
                till.close();
            } else {
                page.locator(".aftersales .button.money").click();
                move(page, name, "REQUESTED");
            }
            move(page, name, "AWAITING_RETURN");
            move(page, name, "RETURNING");
            move(page, name, "INSPECTING");
            if (exchanged) {
                move(page, name, "REPLACING");
            }
            page.locator(".aftersales .pill.COMPLETED").waitFor();
            assertThat(page.locator(".aftersales .button").count()).isZero();
            look(page, name, "9-returned");

            for (String other : List.of("orders", "backstage", "events")) {
                page.navigate(service.url() + "/#/" + other);
                page.locator(other.equals("backstage") ? ".links a" : ".page .panel")
                        .first()
                        .waitFor();
                look(page, name, other);
            }
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    private static void asksForTheDearest(Page page) {
        page.locator(".exchange option")
                .first()
                .waitFor(new com.microsoft.playwright.Locator.WaitForOptions()
                        .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED));
        Object dearest = page.locator(".exchange option")
                .evaluateAll("all => all.sort((a, b) => b.dataset.fen - a.dataset.fen)[0].value");
        page.locator(".exchange select").selectOption(String.valueOf(dearest));
        page.locator(".exchange .button").click();
    }

    /** Does what is offered first while the case stands so. */
    private static void move(Page page, String name, String status) {
        page.locator(".aftersales .pill." + status).waitFor();
        look(page, name, "8-" + status.toLowerCase(Locale.ROOT));
        page.locator(".aftersales .button.strong").click();
    }

    /** Keeps a picture for people, and holds what no page may do: push the reader sideways or show a missing value. */
    private static void look(Page page, String name, String place) {
        picture(page, name, place);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("%s is wider than the screen", place)
                .isEqualTo(0);
        assertThat(page.locator("#app").innerText()).doesNotContain("null", "undefined", "NaN");
    }

    private static void picture(Page page, String name, String place) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + "-" + place + ".png"))
                .setFullPage(true));
    }
}
